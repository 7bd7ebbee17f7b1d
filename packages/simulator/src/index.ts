/** Whole-system tests of Quorate: nothing of it is for others. */
export {}
