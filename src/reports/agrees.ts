type Plain<T> = T extends string | number | boolean | undefined
  ? T
  : T extends readonly (infer Item)[]
    ? Plain<Item>[]
    : { -readonly [Key in keyof T]: Plain<T[Key]> };

type IsEqual<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** The paths at which they differ; of a union, its own. */
type Differs<A, B, Path extends string> =
  IsEqual<A, B> extends true
    ? never
    : [A, B] extends [readonly (infer One)[], readonly (infer Other)[]]
      ? Differs<One, Other, `${Path}[]`>
      : [A, B] extends [object, object]
        ? OrPath<
            {
              [Key in (keyof A | keyof B) & string]-?: Key extends keyof A & keyof B
                ? Differs<A[Key] & {}, B[Key] & {}, `${Path}.${Key}`>
                : `${Path}.${Key}`;
            }[(keyof A | keyof B) & string],
            Path
          >
        : Path;

type OrPath<Paths, Path> = [Paths] extends [never] ? Path : Paths;

/**
 * `true satisfies Agrees<Output, Type>`: what a schema prints and the type of it are separate, and the compiler proves that they agree. A key in only one
 * of them, optional or not, is an error that names the key.
 */
export type Agrees<Output, Type> =
  IsEqual<Plain<Output>, Plain<Type>> extends true
    ? true
    : { readonly differs: Differs<Plain<Output>, Plain<Type>, "report"> };
