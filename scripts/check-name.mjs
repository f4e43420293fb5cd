// Before `npm publish`: the registry must know this package's name as ours, or not at all. A name that someone else took is no place for a release.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

const { name } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
const ask = (...words) => spawnSync("npm", [...words, "--loglevel=error"], { encoding: "utf8" });
const refuse = (why) => {
  process.stderr.write(`prepublishOnly: ${why}\n`);
  process.exit(1);
};

const user = ask("whoami");
if (user.status !== 0) refuse("not logged in to the registry: npm login");
const owners = ask("owner", "ls", name);
const isFree = owners.status !== 0 && /\bE404\b/.test(owners.stderr);
if (owners.status !== 0 && !isFree) refuse(`the owners of ${name} are unknown: ${owners.stderr.trim()}`);
const names = owners.stdout.split("\n").map((line) => line.split(" ")[0]);
if (!isFree && !names.includes(user.stdout.trim()))
  refuse(`${name} is not ours: its owners are ${names.filter(Boolean).join(", ")}`);
