/** A layer's command without the builder's wrapper: `RUN apt-get update` for `RUN /bin/sh -c apt-get update # buildkit`. */
export function commandText(createdBy: string): string {
  return createdBy
    .replace(/ # buildkit$/, "")
    .replace(/^\/bin\/sh -c #\(nop\) +/, "")
    .replace(/^(?:RUN )?\/bin\/sh -c /, "RUN ");
}
