/** What came of the next bytes of a stream: texts of whole messages, and what can't be one. */
export type Decoder = (chunk: Buffer) => Iterable<Decoded>;

export type Decoded = { readonly text: string } | { readonly problem: string };
