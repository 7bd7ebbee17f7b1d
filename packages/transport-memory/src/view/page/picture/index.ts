/** Door of what all pictures of the page are drawn with. */
export { cross, glyphs, othersEntry } from './glyphs.ts'
export { Labels } from './labels.ts'
export { fontOf, type Palette, readPalette, stateToken } from './palette.ts'
export { penOf, type Size } from './pen.ts'
export { msOf, msPerPixel, type Scale, tickOf, xOf } from './scale.ts'
