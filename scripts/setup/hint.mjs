import { existsSync } from "node:fs";
import { isDebianLike, osRelease } from "./apt.mjs";

/** The one command that a person needs on a system where the set-up installs nothing. */
export function hintForThisSystem(purpose) {
  return hint({
    platform: process.platform,
    debianLike: isDebianLike(),
    ids: [osRelease().ID ?? "", ...(osRelease().ID_LIKE ?? "").split(" ")],
    desktop: existsSync("/Applications/Docker.app"),
    command: purpose === "test" ? "npm test" : "npm run demo",
  });
}

export function hint({ platform, debianLike, ids, desktop, command }) {
  if (platform === "darwin")
    return desktop
      ? `Start Docker Desktop: open -a Docker`
      : `Install Docker Desktop: brew install --cask docker && open -a Docker`;
  if (platform === "win32") return `Install Docker Desktop: winget install Docker.DockerDesktop`;
  if (debianLike) return `Root may install and reach one: sudo ${command}`;
  for (const [id, line] of known) if (ids.includes(id)) return `Install and start one: ${line}`;
  return `Install and start one: https://docs.docker.com/engine/install/`;
}

const known = [
  ["fedora", "sudo dnf install -y moby-engine docker-cli docker-buildx && sudo systemctl start docker"],
  ["arch", "sudo pacman -S --noconfirm docker docker-buildx && sudo systemctl start docker"],
  ["alpine", "sudo apk add docker docker-cli-buildx && sudo rc-service docker start"],
  ["suse", "sudo zypper install -y docker docker-buildx && sudo systemctl start docker"],
  ["opensuse", "sudo zypper install -y docker docker-buildx && sudo systemctl start docker"],
];
