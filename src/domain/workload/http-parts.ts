/** Where a later step's `{{name}}` comes from: a part of an HTTP answer. */
export type Capture =
  /** JSON pointer (RFC 6901). */
  | { readonly json: string }
  | { readonly header: string }
  | { readonly cookie: string }
  /** Regular expression (JavaScript, `u` and `s` flags); its first group, else the whole match, of the body. */
  | { readonly pattern: string };

/** A part of a `multipart/form-data` body. */
export interface FormPart {
  readonly name: string;
  readonly value?: string;
  /** Content as hexadecimal digits. */
  readonly hex?: string;
  readonly filename?: string;
  /** Media type. */
  readonly type?: string;
}
