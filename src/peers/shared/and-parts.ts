/** Split at `&&`, as simple scanners take a RUN apart. */
export function andParts(value: string): readonly string[] {
  return value.split("&&");
}
