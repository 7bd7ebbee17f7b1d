/**
 * Delays of a known law from an even draw, by tables of whole numbers: `Math.log` and `Math.pow`
 * may differ by a bit between engines, and a run must not. Each table is the law's quantiles at 0,
 * 1/64 .. 63/64, in millionths. Between two of them it is a line (at most 7 percent off); the last
 * 64th is drawn by what is left of the draw, which both laws allow: an exponential wait is the same
 * from wherever one looks, a Pareto one in whatever unit.
 */

/** -ln(1 - i/64). */
const exponential: readonly number[] = [
  0, 15_748, 31_749, 48_009, 64_539, 81_346, 98_440, 115_832, 133_531, 151_550, 169_899, 188_591,
  207_639, 227_057, 246_860, 267_063, 287_682, 308_735, 330_242, 352_221, 374_693, 397_683, 421_213,
  445_311, 470_004, 495_321, 521_297, 547_965, 575_364, 603_535, 632_523, 662_376, 693_147, 724_896,
  757_686, 791_587, 826_679, 863_046, 900_787, 940_007, 980_829, 1_023_389, 1_067_841, 1_114_361,
  1_163_151, 1_214_444, 1_268_511, 1_325_670, 1_386_294, 1_450_833, 1_519_826, 1_593_934, 1_673_976,
  1_760_988, 1_856_298, 1_961_659, 2_079_442, 2_212_973, 2_367_124, 2_549_445, 2_772_589, 3_060_271,
  3_465_736, 4_158_883,
]

/** (1 - i/64)^(-2/3). */
const pareto: readonly number[] = [
  1_000_000, 1_010_554, 1_021_391, 1_032_524, 1_043_965, 1_055_728, 1_067_828, 1_080_281, 1_093_104,
  1_106_313, 1_119_930, 1_133_973, 1_148_465, 1_163_429, 1_178_890, 1_194_875, 1_211_414, 1_228_537,
  1_246_278, 1_264_673, 1_283_763, 1_303_590, 1_324_201, 1_345_646, 1_367_981, 1_391_266, 1_415_569,
  1_440_961, 1_467_523, 1_495_345, 1_524_523, 1_555_168, 1_587_401, 1_621_358, 1_657_191, 1_695_071,
  1_735_194, 1_777_778, 1_823_075, 1_871_371, 1_922_999, 1_978_342, 2_037_847, 2_102_037, 2_171_534,
  2_247_075, 2_329_548, 2_420_030, 2_519_842, 2_630_626, 2_754_448, 2_893_950, 3_052_571, 3_234_880,
  3_447_096, 3_697_927, 4_000_000, 4_372_414, 4_845_655, 5_471_923, 6_349_604, 7_691_998,
  10_079_368, 16_000_000,
]

/** An exponential wait of mean 1 for a draw in [0, 1). */
export function exponentialQuantile(unit: number): number {
  const { millionths, rest } = lineAt(exponential, unit)
  return rest === undefined ? millionths / 1e6 : millionths / 1e6 + exponentialQuantile(rest)
}

/** A Pareto wait of shape 3/2, at least 1 (mean 3, no variance), for a draw in [0, 1). */
export function paretoQuantile(unit: number): number {
  const { millionths, rest } = lineAt(pareto, unit)
  return rest === undefined ? millionths / 1e6 : (millionths / 1e6) * paretoQuantile(rest)
}

interface OnLine {
  readonly millionths: number
  /** What is left of the draw in the last 64th. */
  readonly rest: number | undefined
}

/** Ends for every draw: it has 32 bits, and each round uses up six. */
function lineAt(table: readonly number[], unit: number): OnLine {
  const bin = Math.floor(unit * 64)
  const rest = unit * 64 - bin
  const [low = 0, high] = [table[bin], table[bin + 1]]
  if (high === undefined) return { millionths: low, rest }
  return { millionths: low + (high - low) * rest, rest: undefined }
}
