// More classes of findings that were wrong in public repositories: what stays silent, and beside it what is reported as before.
import { describe, expect, it } from "vitest";
import floatingTag from "../../src/rules/base-image/floating-tag.ts";
import fullVariant from "../../src/rules/base-image/full-variant.ts";
import cdInsteadOfWorkdir from "../../src/rules/dockerfile-quality/commands/cd-instead-of-workdir.ts";
import pipeHidesFailure from "../../src/rules/dockerfile-quality/commands/pipe-hides-failure.ts";
import aptLists from "../../src/rules/cleanup/apt-lists.ts";
import secretInArgOrEnv from "../../src/rules/secrets/in-arg-or-env.ts";
import installWithoutUpdate from "../../src/rules/updates/install-without-update.ts";
import commaList from "../../src/rules/capabilities/capabilities/comma-list.ts";
import dockerSocket from "../../src/rules/capabilities/mounts/docker-socket.ts";
import sensitiveMount from "../../src/rules/capabilities/mounts/sensitive-mount.ts";
import unusedByUser from "../../src/rules/capabilities/capabilities/unused-by-user.ts";
import { editablePods } from "../../src/dialects/kubernetes/editable-pods.ts";
import { ofManifest } from "../../src/dialects/kubernetes/read.ts";
import type { Observation } from "../../src/rules/observation.ts";
import { readManifest } from "../../src/formats/kubernetes/read-manifest.ts";
import { runLines } from "../../src/formats/command-line/run-lines.ts";
import { runLinesFact, ofRunLines } from "../../src/dialects/run-line/read.ts";
import { type Check, inDockerfile, messages } from "../rule-messages.ts";

const debian = (...lines: readonly string[]): string => ["FROM debian:13", ...lines, ""].join("\n");

describe("base-image/floating-tag, of a name that says the release", () => {
  it.each(["gcr.io/distroless/base-debian12", "gcr.io/distroless/java21-debian12:latest"])(
    "is silent on %s",
    (base) => {
      expect(inDockerfile(floatingTag, `FROM ${base}\n`)).toEqual([]);
    },
  );
  it.each(["gcr.io/distroless/base", "example/distroless-debian12", "gcr.io/distroless/base-debian12-extra"])(
    "reports %s",
    (base) => {
      expect(inDockerfile(floatingTag, `FROM ${base}\n`)).toHaveLength(1);
    },
  );
});

describe("build/cd-instead-of-workdir, of a cd that something follows", () => {
  it("is silent where a launcher starts it", () => {
    const text = debian("RUN cd /var/www && sudo -u app /bin/bash -c 'if [ -f a ]; then make; fi'");
    expect(inDockerfile(cdInsteadOfWorkdir, text)).toEqual([]);
  });
  it("reports the last one", () => {
    expect(inDockerfile(cdInsteadOfWorkdir, debian("RUN mkdir /a && cd /a"))).toHaveLength(1);
  });
});

describe("build/pipe-hides-failure, of a result that is checked", () => {
  it.each([
    "wget -q -O - https://files.example.com/a.zip | unzip -q -",
    'actual=$(sha256sum a.tar | cut -d" " -f1) && [ "$actual" = "$expected" ] && tar xf a.tar',
    'sum="$(sha256sum a | cut -c1-64)"; if [ "${sum}" != "$EXPECTED" ]; then exit 1; fi',
    'v=$(curl -fsSL https://a.example/tags | jq -r .tag) && [ -n "$v" ] && echo "$v"',
    'v=$(curl -fsSL https://a.example/tags | jq -r .tag); test "${v}" != "" || exit 1',
    `mv "$(lein uberjar | sed -n 's/^Created //p')" app.jar`,
    "mv $(find /src -name a.jar | head -1) /app.jar",
    "find /usr/lib/python3 -name tests | xargs rm -rf 2>/dev/null || true",
    "curl https://example.com/a | tar x || :",
    "cp -p $(ls /src | tail -n 1) /app/",
  ])("is silent on %s", (command) => {
    expect(inDockerfile(pipeHidesFailure, debian(`RUN ${command}`))).toEqual([]);
  });
  it.each([
    'actual=$(sha256sum a.tar | cut -d" " -f1) && echo "$actual"',
    `other=x; actual=$(sha256sum a | cut -c1-64) && [ "$other" = x ]`,
    `mv "$(lein uberjar | sed -n 's/^Created //p')" app.jar || echo no`,
    `echo "$(lein uberjar | tail -n1)"`,
    "mv $(find /src -name a.jar | head -1) b.jar /app/",
    "install -d $(ls /src | head -1) /app",
    "cat $(find /src -name a.txt | head -1) > /b",
    'arch=$(dpkg-architecture -q DEB_HOST_ARCH | sed s/a/b/); if [ "$arch" = bmd64 ]; then touch /a; fi; touch /b',
    'V=$(node -v | cut -c2-) && [ "$VERSION" = 1 ] && touch /a',
    "unzip -p a.zip | sort > b",
    "find /a | xargs rm && make || true",
    "find /a | xargs rm || make",
  ])("reports %s", (command) => {
    expect(inDockerfile(pipeHidesFailure, debian(`RUN ${command}`))).toHaveLength(1);
  });
});

describe("cleanup/apt-lists, of a script that cleans up", () => {
  const update = "RUN apt-get update && apt-get install -y curl";
  it.each(["/scripts/cleanup.sh", "./clean.sh"])("is silent on %s", (script) => {
    expect(inDockerfile(aptLists, debian(`${update} && ${script}`))).toEqual([]);
  });
  it.each([`${update} && /scripts/setup.sh`, `RUN /scripts/cleanup.sh && apt-get update && apt-get install -y curl`])(
    "reports %s",
    (line) => {
      expect(inDockerfile(aptLists, debian(line))).toHaveLength(1);
    },
  );
});

it("updates/install-without-update knows apt-get install --update", () => {
  expect(inDockerfile(installWithoutUpdate, debian("RUN apt-get install --update -y curl"))).toEqual([]);
  expect(inDockerfile(installWithoutUpdate, debian("RUN apt-get install -y curl"))).toHaveLength(1);
});

describe("base-image/full-variant, of what slim lacks", () => {
  it.each(["HEALTHCHECK CMD wget -q --spider http://localhost:3000", 'CMD ["sh", "-c", "git pull && node app"]'])(
    "is silent beside %s",
    (line) => {
      expect(inDockerfile(fullVariant, `FROM node:24\n${line}\n`)).toEqual([]);
    },
  );
  it("reports it otherwise", () => {
    expect(inDockerfile(fullVariant, 'FROM node:24\nCMD ["node", "/opt/wget-app.js"]\n')).toHaveLength(1);
  });
});

it("secrets/in-arg-or-env says of a stage that is left behind where the value stays", () => {
  const text = "FROM node:24 AS build\nARG API_SECRET\nENV API_SECRET=$API_SECRET\nRUN npm ci\nFROM node:24-slim\n";
  const messages = inDockerfile(secretInArgOrEnv, text);
  expect(messages).toHaveLength(2);
  for (const message of messages) expect(message).toContain("in the build cache");
  expect(inDockerfile(secretInArgOrEnv, "FROM node:24\nENV API_SECRET=$X\n").join()).toContain("image's configuration");
});

/** What a rule says of a pod whose container has these settings, and mounts `path` of the node. */
function inPodWith(rule: Check, settings: string, path = "/var/run/docker.sock"): readonly Observation[] {
  const text = `apiVersion: v1
kind: Pod
metadata: { name: a }
spec:
  containers:
    - name: a
      image: example/a:1.2
      securityContext: ${settings}
      volumeMounts: [{ name: s, mountPath: /s }]
  volumes: [{ name: s, hostPath: { path: ${path} } }]
`;
  return [...rule.check({ containers: ofManifest(editablePods(readManifest("pod.yaml", text), 35)) } as never)];
}

describe("mounts of the host, of a user to whom they do not belong", () => {
  it.each(["{ runAsNonRoot: true }", "{ runAsUser: 1997 }"])("are warnings under %s", (settings) => {
    expect(inPodWith(dockerSocket, settings).map(({ severity }) => severity)).toEqual(["warning"]);
    expect(inPodWith(sensitiveMount, `${settings.slice(0, -1)}, privileged: true }`, "/dev")[0]?.severity).toBe(
      "warning",
    );
  });
  it.each(["{}", "{ runAsUser: 0 }", "{ runAsUser: 1997, runAsGroup: 999 }", "{ runAsUser: 1997, runAsGroup: 0 }"])(
    "are errors under %s",
    (settings) => {
      expect(inPodWith(dockerSocket, settings).map(({ severity = "error" }) => severity)).toEqual(["error"]);
    },
  );
});

describe("the engine's socket, of images whose documentation asks for it", () => {
  const socket = "-v /var/run/docker.sock:/var/run/docker.sock";
  const severities = (rule: Check, line: string) =>
    [...rule.check({ containers: ofRunLines(runLines("run.sh", `docker run ${line}\n`)) } as never)].map(
      ({ severity = "error" }) => severity,
    );
  it.each(["docker:cli", "docker:29-cli", "aquasec/trivy:0.74.0 image a", "anchore/grype:v0.121.0 a", "traefik:3"])(
    "is a warning for %s",
    (image) => {
      expect(severities(dockerSocket, `--rm ${socket} ${image}`)).toEqual(["warning"]);
    },
  );
  it.each(["docker:29-dind", "docker:client", "example/docker:cli", "example/trivy:0.74.0"])(
    "is an error for %s",
    (image) => {
      expect(severities(dockerSocket, `${socket} ${image}`)).toEqual(["error"]);
    },
  );
  it("lets a mount of the host beside it be a warning", () => {
    const komodo = "ghcr.io/moghtech/komodo-periphery:2.0";
    expect(severities(sensitiveMount, `${socket} -v /proc:/proc ${komodo}`)).toEqual(["warning"]);
    expect(severities(sensitiveMount, `-v /proc:/proc ${komodo}`)).toEqual(["error"]);
    expect(severities(sensitiveMount, `${socket} -v /proc:/proc example/agent:2.0`)).toEqual(["error"]);
    expect(severities(sensitiveMount, `${socket} -v /proc:/proc "$IMAGE"`)).toEqual(["error"]);
  });
});

it("capabilities/unused-by-user says of a pod that a file with capabilities can use them", () => {
  const settings = "{ runAsUser: 101, allowPrivilegeEscalation: false, capabilities: { add: [NET_BIND_SERVICE] } }";
  const [found] = inPodWith(unusedByUser, settings);
  expect(found).toMatchObject({ severity: "info", message: expect.stringContaining("file capabilities") as string });
});

it("capabilities/comma-list is silent on flags alone where a page speaks of Podman", () => {
  const list = "--cap-add=NET_ADMIN,NET_RAW";
  const inPage = (text: string): readonly string[] => {
    const lines = runLines("README.md", text);
    return messages(commaList, { runLines: runLinesFact(lines), containers: ofRunLines(lines) });
  };
  expect(inPage(`For \`podman run\`, you have to give \`${list}\` instead.\n`)).toEqual([]);
  expect(inPage(`Give \`${list}\` instead.\n`)).toHaveLength(1);
  expect(inPage(`Run \`docker run ${list} example/a:1.2\`.\n`)).toHaveLength(1);
});
