import { expect, it } from "vitest";
import type { Located } from "../../domain/container/container-spec.ts";
import { withDropIns } from "../../formats/quadlet/drop-ins.ts";
import { parseUnit } from "../../formats/quadlet/unit-file.ts";
import { ofQuadlet } from "./read.ts";

function container(text: string, dropIn?: string) {
  const main = parseUnit("units/web.container", text);
  const over = dropIn === undefined ? [] : [parseUnit("web.container.d/a.conf", dropIn)];
  const texts = new Map([
    ["units/web.container", text],
    ["web.container.d/a.conf", dropIn ?? ""],
  ]);
  const [first] = ofQuadlet(withDropIns(main, over), texts).containers;
  if (first === undefined) throw new Error("no container");
  const slice = ({ at, whole }: Pick<Located<unknown>, "at" | "whole">) =>
    [at, whole].map((one) =>
      one !== undefined && "span" in one
        ? `${one.file}: ${texts.get(one.file)?.slice(one.span.start, one.span.end)}`
        : one,
    );
  return { ...first, slice };
}

it("returns location, key and file of every value", () => {
  const { name, at, image, capAdd, capDrop, memoryBytes, seccomp, readOnly, slice } = container(
    "[Container]\nImage=a:1\nDropCapability=ALL\nAddCapability=CHOWN \\\n  KILL\nSeccompProfile=unconfined\nReadOnly=yes\n",
    '[Container]\nImage="b:2"\nPodmanArgs=--memory 1g --cpus=2\n',
  );
  expect(name).toBe("web");
  expect(slice({ at })).toEqual(["units/web.container: [Container]", undefined]);
  expect(image).toMatchObject({ value: "b:2", pointer: "Container.Image" });
  expect(slice(image!)).toEqual(["web.container.d/a.conf: b:2", 'web.container.d/a.conf: Image="b:2"']);
  expect(capDrop.map(({ value }) => value)).toEqual(["ALL"]);
  expect(capAdd.map((one) => slice(one)[0])).toEqual(["units/web.container: CHOWN", "units/web.container: KILL"]);
  expect(memoryBytes).toMatchObject({ value: 2 ** 30, pointer: "Container.PodmanArgs", flag: "--memory" });
  expect(slice(memoryBytes!)).toEqual(["web.container.d/a.conf: 1g", "web.container.d/a.conf: --memory 1g"]);
  expect(seccomp?.value).toBe("unconfined");
  expect(slice(seccomp!)[0]).toBe("units/web.container: unconfined");
  expect(readOnly).toMatchObject({ value: true, pointer: "Container.ReadOnly" });
});

it("omits disabled switches and cleared lists", () => {
  const { noNewPrivileges, mounts, privileged } = container(
    "[Container]\nImage=a\nNoNewPrivileges=false\nVolume=/:/host\nVolume=\nVolume=data:/data\nPodmanArgs=--privileged\n",
  );
  expect(noNewPrivileges).toBeUndefined();
  expect(mounts.map(({ value }) => value)).toEqual([
    { type: "volume", source: "data", path: "/data", readOnly: false },
  ]);
  expect(privileged).toMatchObject({ value: true });
});

it("returns words as passed to the program, with systemd's percents and dollars", () => {
  const { entrypoint, command, env, user } = container(
    '[Container]\nImage=a\nUser=1\nGroup=2\nEntrypoint=["sh","-c"]\nExec="echo $$HOME" 100%% %h\nEnvironment=A=1 "B=two words" A=3\n',
  );
  expect(entrypoint?.value).toEqual(["sh", "-c"]);
  expect(command?.value).toEqual(["echo $HOME", "100%", "%h"]);
  expect(env.map(({ value }) => value)).toEqual([
    { name: "B", value: "two words" },
    { name: "A", value: "3" },
  ]);
  expect(user?.value).toBe("1:2");
});

it("marks unknown flags as incomplete and oneshot as not serving", () => {
  expect(container("[Container]\nImage=a\nPodmanArgs=--no-such-flag x\n").unknown).toBeDefined();
  expect(container("[Container]\nImage=a\n").unknown).toBeUndefined();
  expect(container("[Container]\nImage=a\n").serves).toBe(true);
  expect(container("[Container]\nImage=a\n[Service]\nType=oneshot\nRestart=no\n")).toMatchObject({
    serves: false,
    restart: { value: "no", pointer: "Service.Restart" },
  });
});

it("ignores other units", () => {
  expect(ofQuadlet(parseUnit("a.volume", "[Volume]\n"), new Map()).containers).toEqual([]);
});
