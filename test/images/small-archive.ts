import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { promisify } from "node:util";

const exec = promisify(execFile);
const label = "hullproof-test.recipe";

/**
 * Debian with an archive of its own, of these packages, what they need and what is newer than the image: `update`, `upgrade` and `install` do what they do with the whole archive, which takes
 * them ten seconds of unpacking and reading at each build.
 */
export const smallArchive = (debian: string, packages: readonly string[]): string => `FROM ${debian} AS archive
RUN set -e; mkdir -p /archive/partial; apt-get update
RUN apt-get install -y --download-only -o Dir::Cache::archives=/archive ${packages.join(" ")}
RUN apt-get upgrade -y --download-only -o Dir::Cache::archives=/archive
RUN set -e; cd /archive; rm -rf partial lock; for file in *.deb; do \\
    name=$(dpkg-deb --field "$file" Package).deb; \\
    mv "$file" "$name"; \\
    dpkg-deb --field "$name"; \\
    echo "Filename: ./$name"; \\
    echo "Size: $(stat -c %s "$name")"; \\
    echo "SHA256: $(sha256sum "$name" | cut -d ' ' -f 1)"; \\
    echo; \\
  done > Packages
FROM ${debian}
COPY --from=archive /archive /archive
RUN rm -rf /etc/apt/sources.list.d/* && echo 'deb [trusted=yes] copy:/archive ./' > /etc/apt/sources.list.d/archive.list
`;

const inspect = (format: string, image: string): Promise<string> =>
  exec("docker", ["image", "inspect", "--format", format, image]).then(
    ({ stdout }) => stdout.trim(),
    () => "",
  );

/** The stand-in with such an archive, under a name of its own, built where it is not there. Resolves with that name. */
export async function ensureSmallArchive(standIn: string, packages: readonly string[]): Promise<string> {
  const name = standIn.replace("hullproof-stand-in/", "hullproof-test/archive-");
  const text = smallArchive(standIn, packages);
  const recipe = createHash("sha256")
    .update(text + (await inspect("{{.Id}}", standIn)))
    .digest("hex")
    .slice(0, 16);
  if ((await inspect(`{{index .Config.Labels "${label}"}}`, name)) === recipe) return name;
  const options = ["--network", "host", "--quiet", "--label", `${label}=${recipe}`, "--tag", name];
  const built = exec("docker", ["build", ...options, "-"], { maxBuffer: 64 * 1024 * 1024 });
  built.child.stdin?.end(text);
  await built;
  return name;
}
