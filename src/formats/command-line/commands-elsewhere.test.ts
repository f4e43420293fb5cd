// Run lines of makefiles, systemd units and CI files.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { locate } from "../../text/locate.ts";
import { runLines } from "./run-lines.ts";

/** `line program flags image`, for each command. */
function told(file: string, text: string): string[] {
  return runLines(file, text).lines.map((line) => {
    expect(text.slice(line.span.start, line.span.end)).toBe(line.text);
    const flags = line.flags.map(({ name, value }) => (value === undefined ? name : `${name}=${value}`));
    return [locate(file, text, line.span).startLine, line.program, ...flags, line.image?.text ?? "-"].join(" ");
  });
}

describe.each(["\n", "\r\n"])("with line end %j", (eol) => {
  const read = (file: string, lines: readonly string[]): string[] => told(file, lines.join(eol));

  it("reads a makefile's recipes, assignments and functions", () => {
    const lines = [
      "IMAGE := app:1",
      "RUN ?= docker run --rm $(IMAGE)",
      "ID = $(shell docker create --read-only app:2)",
      "run: build ; @docker run --init app:3",
      "build: docker run none",
      "# docker run none",
      "\t@-$(SUDO) $(DOCKER) run --privileged \\",
      "\t\t-v $$(pwd):/src -v $$HOME:/home \\",
      "\t\t$(IMAGE) make",
      "\t# docker run none",
      "\tcd x && podman run -u $$UID app:4; nerdctl --namespace k8s.io run --umask 022 app:5",
      "ifdef X",
      "\tPHP = docker run -t php:8",
      "endif",
    ];
    expect(read("deploy/Makefile", lines)).toEqual([
      "2 docker rm $(IMAGE)",
      "3 docker read-only app:2",
      "4 docker init app:3",
      "7 docker privileged volume=$$(pwd):/src volume=$$HOME:/home $(IMAGE)",
      "11 podman user=$$UID app:4",
      "11 nerdctl umask=022 app:5",
      "13 docker tty php:8",
    ]);
  });

  it("reads the Exec keys of a systemd unit", () => {
    const lines = [
      "[Unit]",
      "Description=docker run none",
      "[Service]",
      "ExecStartPre=-/usr/bin/docker rm -f web",
      "ExecStart=/usr/bin/docker run --name %n \\",
      "# docker run none",
      "  --net=host \\",
      "  app:%i",
      "ExecStop = +/usr/bin/podman run --rm app:2",
      "#ExecStop=/usr/bin/docker run none",
    ];
    expect(read("web@.service", lines)).toEqual(["5 docker name=%n network=host app:%i", "9 podman rm app:2"]);
  });

  it("reads a workflow's shells and the options of its containers", () => {
    const lines = [
      "on: push",
      "jobs:",
      "  a:",
      "    container:",
      "      image: node:20",
      "      options: --privileged --cpus 1",
      "    services:",
      "      db: { image: postgres }",
      "      cache:",
      "        options: >-",
      "          --cap-add=SYS_ADMIN",
      "          --memory 1g",
      "    steps:",
      "      - uses: x/y@v1",
      "        with: { options: --user 0 }",
      "      - run: docker run -e A=${{ github.sha }} app:${{ env.TAG }} # not: docker run none",
      "      - name: b",
      "        run: |",
      "          cat > x <<EOF",
      "          docker run none",
      "          EOF",
      "          docker run -d \\",
      "            --pid=host \\",
      "            app:2",
      "        env: { A: b }",
      "      - shell: python",
      "        run: |",
      "          docker run none",
      "      - run: docker run none",
      "        shell: python",
      "      - run: 'docker run",
      "          --rm app:3'",
      "      - run: >",
      "          docker run --init",
      "          app:4",
      "",
      "          docker run app:5",
    ];
    expect(read(".github/workflows/ci.yml", lines)).toEqual([
      "6 docker privileged cpus=1 -",
      "11 docker cap-add=SYS_ADMIN memory=1g -",
      "16 docker env=A=${{ github.sha }} app:${{ env.TAG }}",
      "22 docker detach pid=host app:2",
      "31 docker rm app:3",
      "34 docker init app:4",
      "37 docker app:5",
    ]);
  });

  it("reads the scripts of a GitLab pipeline", () => {
    const lines = [
      "image: docker:27",
      ".base: &base",
      "  before_script: &login",
      "    - docker run -q app:1",
      "build:",
      "  <<: *base",
      "  script:",
      "  - echo docker run none",
      '  - "docker run --rm app:2"',
      "  - |",
      "    podman run --privileged \\",
      "      app:3",
      "  - - docker run -i app:4",
      "    - !reference [.base, before_script]",
      '  - "docker run -e A=\\"b\\" none"',
      "  after_script: ['docker run app:5', \"docker run app:6\"]",
      "  variables: { RUN: docker run none }",
      "test:",
      "  script: docker run",
      "    app:7",
      "  before_script: *login",
    ];
    expect(read(".gitlab-ci.yml", lines)).toEqual([
      "4 docker quiet app:1",
      "9 docker rm app:2",
      "11 podman privileged app:3",
      "13 docker interactive app:4",
      "16 docker app:5",
      "16 docker app:6",
      "19 docker app:7",
    ]);
  });
});

it("supports Podman's and nerdctl's additional grammar under every name", () => {
  const text = [
    "podman run --health-max-log-size 9 --rdt-class a --healthcheck-command true --override-arch arm64 --net host app",
    "nerdctl run --cosign-key k --ipfs-address a --rootfs --init-binary tini --cgroup-conf a=b app",
    "nerdctl -n k8s.io --snapshotter stargz run --systemd always --verify cosign --pidfile p app",
  ].join("\n");
  expect(told("run.sh", text)).toEqual([
    "1 podman health-max-log-size=9 rdt-class=a health-cmd=true arch=arm64 network=host app",
    "2 nerdctl cosign-key=k ipfs-address=a rootfs init-binary=tini cgroup-conf=a=b app",
    "3 nerdctl systemd=always verify=cosign pidfile=p app",
  ]);
  expect(told("run.sh", "docker run --rdt-class a app\nnerdctl run --sdnotify conmon app\n")).toEqual([]);
});

it("never throws, and every span matches its text", () => {
  const piece = fc.constantFrom(
    ..."docker run |podman run |nerdctl run |run:|script:|options:|- |  |\t|'|\"|\\|\\\n|\n|\r\n|#|>|  - run: |ExecStart=|\\\n#|$(|$$(|)|${{|}}|[|]|*a|&a |!x |app:1 |--rm |shell: sh|: |@|;|\u{1F40B}".split(
      "|",
    ),
    "|",
  );
  const text = fc
    .array(fc.oneof({ weight: 5, arbitrary: piece }, fc.string({ maxLength: 6 })), { maxLength: 40 })
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(text, fc.constantFrom("Makefile", "a.service", "ci.yml"), (source, file) => {
      for (const line of runLines(file, source).lines) {
        expect(source.slice(line.span.start, line.span.end)).toBe(line.text);
        for (const { span, valueSpan = span } of line.flags) {
          expect(valueSpan.start).toBeGreaterThanOrEqual(line.span.start);
          expect(valueSpan.end).toBeLessThanOrEqual(line.span.end);
        }
      }
    }),
    { numRuns: 2_000 },
  );
});

it("takes linear time", () => {
  const units = [
    "\trun: docker\n",
    "- run: docker run a\n",
    "  - - ",
    "script:\n- docker run a\n",
    "run: |\n",
    "${{ docker",
    "ExecStart=docker \\\n",
    "\tdocker \\\n",
    "run: 'docker\n",
  ];
  for (const unit of units)
    for (const file of ["Makefile", "a.service", "ci.yml"]) {
      const started = performance.now();
      runLines(file, unit.repeat(20_000));
      expect(performance.now() - started, `${file} ${JSON.stringify(unit)}`).toBeLessThan(5_000);
    }
});
