/** Result of decoding the next bytes of a stream: texts of whole messages, and errors. */
export type Decoder = (chunk: Buffer) => Iterable<Decoded>;

export type Decoded = { readonly text: string } | { readonly problem: string };
