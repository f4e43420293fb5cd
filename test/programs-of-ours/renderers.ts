import { chmod, mkdir, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";

/**
 * Programs that stand for helm and kubectl where these can't be had: they take the same arguments, and print what the chart or kustomization has in `printed`, after
 * its `behave.sh`, so that a test can have a chart end with an error, print without end or never end.
 */
const helm = `#!/bin/sh
[ "$1" = template ] && [ "$3" = --kube-version ] && [ $# = 4 ] || { echo "unexpected: $*" >&2; exit 64; }
[ -e "$2/Chart.yaml" ] || { echo "Error: Chart.yaml file is missing" >&2; exit 1; }
[ ! -e "$2/behave.sh" ] || . "$2/behave.sh"
exec cat "$2/printed"
`;
const kubectl = `#!/bin/sh
[ "$1" = kustomize ] && [ $# = 2 ] || { echo "unexpected: $*" >&2; exit 64; }
[ ! -e "$2/behave.sh" ] || . "$2/behave.sh"
exec cat "$2/printed"
`;

/** A folder of them, and the PATH that finds them. */
export async function ourRenderers(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (const [name, text] of [
    ["helm", helm],
    ["kubectl", kubectl],
  ] as const) {
    await writeFile(join(folder, name), text);
    await chmod(join(folder, name), 0o755);
  }
  return `${folder}${delimiter}/usr/bin${delimiter}/bin`;
}
