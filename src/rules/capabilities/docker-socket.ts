import { quote, reference } from "../shared/evidence.ts";
import { bindMounts, isEngineSocket } from "../../facts/container-spec/mounts.ts";
import { defineRule } from "../rule.ts";
import { setting } from "../shared/run-line.ts";

export default defineRule({
  id: "capabilities/docker-socket",
  title: "Engine socket mounted into the container",
  why:
    "Whoever can write to the engine's socket can start a privileged container with the host's disk in it: the mount gives root on the host. " +
    ":ro does not help, as it protects the file and not the conversation. Give a scanner an archive made with docker save instead.",
  severity: "error",
  needs: ["runLines"],
  fix: "none",
  also: ["cis-docker/5.32"],
  examples: [
    {
      kind: "document",
      bad: "docker run --rm -v /var/run/docker.sock:/var/run/docker.sock:ro anchore/syft:v1.40.0 example/web:1.4\n",
      good: 'docker save -o web.tar example/web:1.4\ndocker run --rm -v "$PWD/web.tar":/web.tar:ro anchore/syft:v1.40.0 docker-archive:/web.tar\n',
    },
    {
      kind: "document",
      bad: "docker run --rm --mount type=bind,src=/run/docker.sock,dst=/run/docker.sock example/panel:2.0\n",
      good: "docker run --rm -e PROXY=tcp://socket-proxy:2375 example/panel:2.0\n",
    },
  ],
  *check({ runLines }) {
    for (const { flag, source, readOnly } of runLines.lines.flatMap(bindMounts)) {
      if (!isEngineSocket(source)) continue;
      yield {
        message: `\`${source}\` in the container is root on the host for whoever breaks into it${readOnly ? "; read-only changes nothing about that" : ""}`,
        at: flag.span,
        evidence: [
          quote(runLines, flag.span),
          setting(flag),
          reference(
            "Only trusted users should be allowed to control the Docker daemon: it can share any directory of the host with a container",
            "docs.docker.com, Docker Engine security, daemon attack surface",
          ),
        ],
      };
    }
  },
});
