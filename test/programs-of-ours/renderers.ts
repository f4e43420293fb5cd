import { access, chmod, mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * Programs that stand for helm and kubectl where these can't be had: they take the same arguments, and print what the chart or kustomization has in `printed`, after
 * its `behave`, so that a test can have a chart end with an error, print without end or never end.
 */
const helm = `#!/bin/sh
[ "$1" = template ] && [ "$3" = --kube-version ] && { [ $# = 4 ] || [ "$5" = --values ]; } || { echo "unexpected: $*" >&2; exit 64; }
[ -e "$2/Chart.yaml" ] || { echo "Error: Chart.yaml file is missing" >&2; exit 1; }
[ ! -e "$2/behave" ] || . "$2/behave"
cat "$2/printed"
shift 4
while [ $# -gt 0 ]; do cat "$2" || exit 1; shift 2; done
`;
const kubectl = `#!/bin/sh
[ "$1" = kustomize ] && [ $# = 2 ] || { echo "unexpected: $*" >&2; exit 64; }
[ ! -e "$2/behave" ] || . "$2/behave"
exec cat "$2/printed"
`;

/** The PATH that finds them, and the few programs that they and charts of tests call. */
export async function ourRenderers(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (const [name, text] of [
    ["helm", helm],
    ["kubectl", kubectl],
  ] as const) {
    await writeFile(join(folder, name), text);
    await chmod(join(folder, name), 0o755);
  }
  // Nothing else: this machine may have such programs of its own.
  for (const name of ["cat", "env", "head", "kill", "sh", "sleep", "touch", "yes"])
    await symlink(await programOf(name), join(folder, name));
  return folder;
}

async function programOf(name: string): Promise<string> {
  for (const folder of ["/usr/bin", "/bin"])
    if (
      await access(join(folder, name)).then(
        () => true,
        () => false,
      )
    )
      return join(folder, name);
  throw new Error(`${name} is not on this machine`);
}
