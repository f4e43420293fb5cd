import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Profile } from "../../../src/domain/profile/profile.ts";
import type { Column } from "../harness/column.ts";
import { webFolder, webImage } from "../harness/images.ts";
import { webFlags } from "../harness/learned-here.ts";
import { verdictOf } from "../harness/verified.ts";

export default {
  place: 34,
  title: "a mounted folder",
  what: "`verify` of the machine's own profile, with the pages in a folder of this machine that is mounted read-only: SELinux refuses containers such a folder.",
  table: "capabilities",
  async look(at) {
    const learned = await at.homes.profile(webImage, webFlags);
    await at.load([webImage]);
    const cwd = await at.folder("mounts");
    await cp(join(webFolder, "www"), join(cwd, "www"), { recursive: true });
    const profile = JSON.parse(await readFile(join(learned, "profile.json"), "utf8")) as Profile;
    const volumes = [...profile.volumes, { name: "www", path: "/www", from: "./www", readOnly: true }];
    // Nothing else in it: Debian's policy of SELinux refuses containers the capability CHOWN.
    const command = ["sh", "-c", "trap 'exit 0' TERM; httpd -f -p 18473 -h /www & wait"];
    const mounted: Profile = { ...profile, volumes, workload: { ...profile.workload, command, volumes } };
    await writeFile(join(cwd, "profile.json"), JSON.stringify(mounted));
    await cp(join(learned, "seccomp.json"), join(cwd, "seccomp.json")).catch(() => undefined);
    await at.own(cwd);
    return verdictOf(await at.hullproof(["verify", "--format", "json", "--quiet", "profile.json"], { cwd }));
  },
} satisfies Column;
