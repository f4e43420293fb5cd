import { mountTargets } from "../../facts/dockerfile/runs.ts";
import { isPipInstall } from "../../facts/managers/python/flat-pip.ts";
import { dockerfilePeer } from "../peer.ts";
import { flatRead } from "./exec-read.ts";
import { pipCacheOff } from "./pip-cache-off.ts";

export default dockerfilePeer({
  rules: ["cleanup/pip-cache"],
  ids: ["hadolint/DL3042"],
  reports({ dockerfile, instruction, about: { command } }) {
    const flat = command && flatRead(dockerfile, instruction, command);
    if (flat === undefined || !isPipInstall(flat) || /pipx|pipenv/.test(flat.name)) return false;
    if (pipCacheOff(dockerfile).has(instruction)) return false;
    return !mountTargets(instruction).some((target) => target.includes(".cache/pip"));
  },
});
