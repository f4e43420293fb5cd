import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { runProgram } from "../../run-program.ts";
import { debianMirrors } from "../../../test/images/debian-mirrors.ts";
import type { At } from "./at.ts";

const waitMs = 15_000;

/**
 * A way out for a row whose network has none, until the lab ends: slirp4netns, which needs no rule and no interface of this machine. Only in a root of
 * its own, whose resolver is set. Resolves with what apt and the stand-ins need in the environment there, or why there is no way out.
 */
export async function openOutside(at: At): Promise<Readonly<Record<string, string>> | { readonly why: string }> {
  const { engine, lab } = at;
  if (engine.network === undefined) return { why: "only a row with a root of its own is looked at" };
  const there = await runProgram("sh", ["-c", "command -v slirp4netns"], { env: lab.env });
  if (there.code !== 0) return { why: "slirp4netns is not installed" };
  const words = ["--configure", "--mtu=65520", "--disable-host-loopback", "--netns-type=path", engine.network, "tap0"];
  const slirp = spawn("slirp4netns", words, { env: lab.env, stdio: "ignore" });
  slirp.on("error", () => {});
  lab.defer(async () => void slirp.kill());
  for (const end = Date.now() + waitMs; Date.now() < end; await sleep(200)) {
    const { stdout } = await at.run("ip", ["-4", "address", "show", "dev", "tap0"]);
    if (!stdout.includes("inet ")) continue;
    await at.run("sh", ["-c", "echo nameserver 10.0.2.3 > /etc/resolv.conf"]);
    const { main, security } = await debianMirrors();
    return { HULLPROOF_DEBIAN_MIRROR: main, HULLPROOF_DEBIAN_SECURITY_MIRROR: security };
  }
  return { why: "slirp4netns opens no way out" };
}
