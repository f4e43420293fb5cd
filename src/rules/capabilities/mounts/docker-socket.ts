import { excuseOf } from "../documented-access.ts";
import { holdsEngineSocket, isEngineSocket } from "../../../facts/container-spec/engine-socket.ts";
import { each, evidenceOf, placeOf, visiblePart } from "../../shared/container.ts";
import { reference } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "capabilities/docker-socket",
  title: "Engine socket mounted into the container",
  why:
    "Whoever can write to the engine's socket can start a privileged container with the host's disk in it: the mount gives root on the host. " +
    ":ro does not help, as it protects the file and not the conversation. Give a scanner an archive made with docker save instead.",
  severity: "error",
  needs: ["containers"],
  premise: {
    kind: "engine",
    shows:
      "a container that is given the socket or the folder that holds it, read-only too, asks the engine for its containers and is answered",
  },
  fix: "none",
  also: ["cis-docker/5.32", "compose-lint/CL-0001", "kics/docker_socket_mounted_in_container"],
  alsoKubernetes: [
    "trivy/KSV-0006",
    "checkov/CKV_K8S_27",
    "kube-linter/docker-sock",
    "kubescape/C-0074",
    "kubesec/DockerSock",
  ],
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
    {
      kind: "compose",
      bad: "services:\n  proxy:\n    image: example/proxy:2.11\n    volumes:\n      - /var/run/docker.sock:/var/run/docker.sock:ro\n",
      good: "services:\n  proxy:\n    image: example/proxy:2.11\n    environment:\n      DOCKER_HOST: tcp://socket-proxy:2375\n",
    },
    {
      kind: "compose",
      bad: "services:\n  panel:\n    image: example/panel:2.0\n    volumes:\n      - /run/containerd:/run/containerd\n  builder:\n    image: example/builder:5.0\n    use_api_socket: true\n",
      good: "services:\n  panel:\n    image: example/panel:2.0\n    volumes:\n      - /run/dbus:/run/dbus\n      - run:/run/containerd\nvolumes:\n  run:\n",
    },
  ],
  *check({ containers }) {
    for (const { container, said } of each(containers, ({ mounts }) => mounts)) {
      const { type, source = "", readOnly } = said.value;
      const inFolder = type === "bind" && holdsEngineSocket(source);
      if (type === "volume" || !source.startsWith("/") || (!inFolder && !isEngineSocket(source))) continue;
      const excuse = excuseOf("socket", container);
      yield {
        message: `\`${visiblePart(said, source)}\`${inFolder ? ", where the engine has its socket," : ""} in the container is root on the host for whoever breaks into it${readOnly ? "; read-only changes nothing about that" : ""}${excuse === undefined ? "" : `; ${excuse}`}`,
        at: placeOf(said),
        about: { hostPath: source },
        ...(excuse !== undefined && { severity: "warning" as const }),
        evidence: [
          ...evidenceOf(containers, said),
          reference(
            "Only trusted users should be allowed to control the Docker daemon: it can share any directory of the host with a container",
            "docs.docker.com, Docker Engine security, daemon attack surface",
          ),
        ],
      };
    }
  },
});
