/** One call under one condition, as a published profile has it. */
export interface FlatRule {
  readonly name: string;
  readonly errno?: number;
  readonly args?: string;
  readonly caps?: string;
  readonly unlessCaps?: string;
  readonly arches?: string;
  readonly unlessArches?: string;
  readonly kernel?: string;
}

export interface Published {
  /** Of calls that it does not name. */
  readonly errno: number;
  readonly rules: readonly FlatRule[];
}
