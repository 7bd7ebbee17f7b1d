/** Details may come from elsewhere: no line break and no terminal control gets through. */
export const singleLine = (text: string): string => text.replace(/\p{Cc}+/gu, ' ')
