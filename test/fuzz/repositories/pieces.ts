/** Bytes of one hostile file here: what only a large one shows. */
export const large = 900_000;

export const list = (count: number, piece: (at: number) => string, between = ", "): string =>
  Array.from({ length: count }, (_, at) => piece(at)).join(between);
/** As many pieces as fit. */
export const filledBy = (piece: (at: number) => string, between = ", "): string => {
  const parts: string[] = [];
  let bytes = 0;
  for (let at = 0; bytes < large; at++) {
    const part = piece(at);
    parts.push(part);
    bytes += part.length + between.length;
  }
  return parts.join(between);
};

export const container = (fields: object) => ({ name: "a", image: "a:1", ...fields });
export const many = <T>(count: number, make: (at: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, at) => make(at));
