import type { Trick } from "./repository.ts";

/** A Dockerfile that is there and easily passed over. */
export const hidden: readonly Trick[] = [
  ...[
    "Dockerfile",
    "/Dockerfile",
    "*",
    "**",
    "Dock*",
    "[D]ockerfile",
    "**/Dockerfile*",
    "*\n!.gitignore",
    "docker?ile\nDockerfile ",
  ].map((line): Trick => ({
    name: `.gitignore ${JSON.stringify(line)}`,
    make: ({ file }) => file(".gitignore", `${line}\n`),
  })),
  {
    name: "link to a Dockerfile inside",
    hides: true,
    make: ({ file, link, guilty }) => (file("real", guilty), link("Dockerfile", "real")),
  },
  {
    name: "link to a Dockerfile in an ignored folder",
    hides: true,
    make: ({ file, link, guilty }) => (
      file("node_modules/a/Dockerfile", guilty),
      link("Dockerfile", "node_modules/a/Dockerfile")
    ),
  },
  { name: "absolute link out", hides: true, make: ({ link }) => link("Dockerfile", "/etc/hostname") },
  { name: "relative link out", hides: true, make: ({ link }) => link("Dockerfile", "../../../../../../etc/hostname") },
  {
    name: "link through a folder that leads out",
    hides: true,
    make: ({ link }) => (link("up", "/etc"), link("Dockerfile", "up/hostname")),
  },
  { name: "link to zeros", hides: true, make: ({ link }) => link("Dockerfile", "/dev/zero") },
  { name: "link to memory", hides: true, make: ({ link }) => link("Dockerfile", "/proc/self/mem") },
  { name: "link to standard input", hides: true, make: ({ link }) => link("Dockerfile", "/dev/stdin") },
  { name: "link to itself", hides: true, make: ({ link }) => link("Dockerfile", "Dockerfile") },
  {
    name: "links in a ring",
    hides: true,
    make: ({ link }) => (link("Dockerfile", "b"), link("b", "c"), link("c", "Dockerfile")),
  },
  { name: "link to nothing", hides: true, make: ({ link }) => link("Dockerfile", "gone") },
  {
    name: "link to a folder",
    hides: true,
    make: ({ link, file, guilty }) => (file("d/Dockerfile", guilty), link("Dockerfile", "d")),
  },
  { name: "FIFO", hides: true, make: ({ fifo }) => fifo("Dockerfile") },
  { name: "device", hides: true, make: ({ device }) => device("Dockerfile") },
  {
    name: "folder named Dockerfile with one in it",
    hides: true,
    make: ({ file, guilty }) => file("Dockerfile/Dockerfile", guilty),
  },
  {
    name: "other FIFOs",
    make: ({ fifo }) => (fifo("a.Dockerfile"), fifo("Containerfile"), fifo("README.md"), fifo("run.sh")),
  },
  {
    name: "UTF-16",
    hides: true,
    make: ({ file, guilty }) => file("Dockerfile", Buffer.from(`\ufeff${guilty}`, "utf16le")),
  },
  { name: "nothing in it", hides: true, make: ({ file }) => file("Dockerfile", "") },
  { name: "only NULs", hides: true, make: ({ file }) => file("Dockerfile", Buffer.alloc(5000)) },
  { name: "5 MiB", hides: true, make: ({ file, guilty }) => file("Dockerfile", guilty + "#".repeat(5 * 1024 * 1024)) },
  {
    name: "other name",
    hides: true,
    make: ({ file, guilty, random }) =>
      file(
        random.pick([
          "Containerfile",
          "app.Dockerfile",
          "Dockerfile.prod",
          "sub/dockerfile",
          "DOCKERFILE",
          "x/y.containerfile",
        ]),
        guilty,
      ),
  },
  {
    name: "only in a folder that is skipped",
    hides: true,
    told: true,
    make: ({ file, guilty, random }) =>
      file(`${random.pick(["vendor", "node_modules", ".venv", ".hullproof"])}/a/Dockerfile`, guilty),
  },
  {
    name: "deep folders",
    make: ({ file, guilty, random }) => file(`${"d/".repeat(random.pick([50, 400, 1200]))}Dockerfile`, guilty),
  },
  {
    name: "an empty OCI layout",
    make: ({ file }) => (
      file("oci-layout", '{"imageLayoutVersion":"1.0.0"}'),
      file("index.json", '{"schemaVersion":2,"manifests":[]}')
    ),
  },
  { name: "an oci-layout that is not one", make: ({ file }) => file("oci-layout", "x") },
  { name: "an oci-layout folder", make: ({ folder }) => folder("oci-layout") },
  { name: "a linked oci-layout", make: ({ link }) => link("oci-layout", "/etc/hostname") },
  {
    name: "a compose file",
    make: ({ file }) => file("compose.yaml", "services: { a: { image: b, privileged: true } }\n"),
  },
  {
    name: "names that write to the terminal",
    make: ({ file, guilty }) => (
      file("\u001b[2Ja.Dockerfile", guilty),
      file("b\n::error::x.Dockerfile", guilty),
      file("##vso[a]\r.md", "x")
    ),
  },
  {
    name: "a bare repository",
    make: ({ file }) => (
      file("HEAD", "ref: refs/heads/x\n"),
      file("config", "[core]\n\tbare = true\n\tfsmonitor = ./evil.sh\n"),
      file("objects/x", ""),
      file("refs/x", "")
    ),
  },
  { name: "a .git file", make: ({ file }) => file(".git", "gitdir: ../../../x\n") },
];
