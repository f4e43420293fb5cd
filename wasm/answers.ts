/** Nothing to answer yet. */
export const goesOn: i32 = -1;
/** The block ends. */
export const blockEnds: i32 = -2;

// What `inflate` answers. Above `done` are errors; `src/sources/image/unpack/gunzip.ts` has their texts.
export const wantsInput: i32 = 0;
export const wantsRoom: i32 = 1;
export const done: i32 = 2;
export const badBlock: i32 = 3;
export const badStored: i32 = 4;
export const tooManySymbols: i32 = 5;
export const badPrecode: i32 = 6;
export const badRepeat: i32 = 7;
export const noEndOfBlock: i32 = 8;
export const badLiteralCode: i32 = 9;
export const badDistanceCode: i32 = 10;
export const badLiteral: i32 = 11;
export const badDistance: i32 = 12;
export const tooFar: i32 = 13;
