/** Whole-system tests of Quorate: the scenarios that mutants are tried by, for runs by hand. */
export { scenarios } from './scenarios/index.ts'
