import type { At } from "./at.ts";

interface Version {
  readonly Server?: {
    readonly Components?: readonly { readonly Name: string; readonly Version: string }[];
    readonly ApiVersion?: string;
    readonly MinAPIVersion?: string;
    readonly KernelVersion?: string;
  };
}

interface Info {
  readonly Driver?: string;
  readonly CgroupVersion?: string;
  readonly CgroupDriver?: string;
  readonly OperatingSystem?: string;
  readonly DefaultRuntime?: string;
  readonly SecurityOptions?: readonly string[];
}

/** What the engine reports of itself, by this machine's client, and the versions of the client's plug-ins that are there. */
export async function versionsAt(at: At): Promise<Readonly<Record<string, string>>> {
  const version = JSON.parse(await at.docker(["version", "--format", "{{json .}}"])) as Version;
  const info = JSON.parse(await at.docker(["info", "--format", "{{json .}}"])) as Info;
  const { Components = [], ApiVersion, MinAPIVersion, KernelVersion } = version.Server ?? {};
  const components = Components.filter((one) => one.Name !== "docker-init").map(({ Name, Version: is }) => [Name, is]);
  const plugins: [string, string][] = [];
  for (const name of ["buildx", "compose"]) {
    const { code, stdout } = await at.run("docker", [name, "version"]);
    const found = /v?(\d+\.\d+[^\s]*)/.exec(stdout)?.[1];
    if (code === 0 && found !== undefined) plugins.push([name, found]);
  }
  const words: readonly (readonly [string, string | undefined])[] = [
    ["API", MinAPIVersion === undefined ? ApiVersion : `${MinAPIVersion} to ${ApiVersion}`],
    ["runtime", info.DefaultRuntime],
    ["storage", info.Driver],
    ["cgroup", info.CgroupVersion === undefined ? "v1" : `v${info.CgroupVersion} (${info.CgroupDriver})`],
    ["security", info.SecurityOptions?.map((text) => text.replace(/^name=/, "")).join("; ")],
    ["system", info.OperatingSystem],
    ["kernel", /^[\d.]*\d/.exec(KernelVersion ?? "")?.[0]],
  ];
  const said = words.filter((pair): pair is readonly [string, string] => (pair[1] ?? "") !== "");
  return Object.fromEntries([...components, ...plugins, ...said]) as Record<string, string>;
}
