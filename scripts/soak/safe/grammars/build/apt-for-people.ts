import { baseNames } from "../../engine/base-images.ts";
import { disguise } from "../../pieces/disguise.ts";
import { runForm } from "../../pieces/forms.ts";
import { command, files, harmless } from "../../pieces/harmless.ts";
import { setting, settingFiles } from "../../pieces/settings.ts";
import { usualStart } from "../../pieces/starts.ts";
import { oneDockerfile, type Grammar } from "../../soak-case.ts";

const calls = [
  "apt update && apt install -y curl",
  "apt update; apt install -y curl tree",
  "apt -y update && apt -y install --no-install-recommends jq && rm -rf /var/lib/apt/lists/*",
  "apt-get update && apt install -y curl",
  "apt update -qq && apt upgrade -y && apt install -qq -y zip",
  "apt update && apt full-upgrade -y",
  "apt update && apt install -y curl && apt remove -y curl",
  "apt update && apt install -y curl && apt purge -y curl && apt autoremove -y",
  "apt update && apt install -y curl && apt clean",
  "apt update && apt -o APT::X=1 install -y curl",
  "DEBIAN_FRONTEND=noninteractive apt update && apt install --yes nginx",
  "apt update && apt install -y curl=1.0-1",
  "apt update && apt reinstall -y dash || true",
  "apt update && apt satisfy -y 'curl (>= 1.0)'",
  "apt update && apt build-dep -y curl || true",
  "apt update && apt install -y curl- tree",
  "apt update && apt install -y ./none.deb || apt install -y tree",
  "apt update && apt --fix-broken install -y",
  "apt update && apt-mark hold dash && apt upgrade -y",
  "apt update && apt install -y $PACKAGES",
  "/usr/bin/apt update && /usr/bin/apt install -y jq",
  "apt update && env X=1 apt install -y jq",
  "set -eux; apt update; apt install -y jq",
  "apt update && apt download curl",
  "apt update && apt source curl || true",
  "apt update && apt changelog curl || true",
];

/** What apt prints, asks or is told by its own scope of settings, which apt-get is not. */
const hostile = [
  "apt list --installed > /seen",
  "apt list > /seen 2>&1",
  "apt search jq > /seen",
  "apt show jq > /seen",
  "apt policy jq > /seen",
  "apt --version > /seen",
  "apt help > /seen",
  "apt install -s jq > /seen",
  "apt update > /seen 2>&1",
  "apt upgrade -s | tail -1 > /seen",
  "apt install -y jq 2>&1 | tee /seen",
  "apt install -y jq 2> /err",
  "apt moo > /moo",
  "apt depends curl > /seen",
  "apt list --upgradable 2> /dev/null | wc -l > /seen",
  'test -z "$(apt update 2>&1 > /dev/null)"',
  "apt update 2>&1 | grep -c stable > /seen",
  "apt edit-sources || true",
  "apt why curl || true",
  "apt autopurge -y",
  "apt() { echo mine > /mine; }; apt update",
  "alias apt=false; apt update",
  "apt=apt; $apt update",
  "command apt update",
  "exec apt update",
  "which apt > /which",
  "type apt > /type",
  "echo apt update > /text",
  "sh -c 'apt update'",
  "eval apt update",
  "xargs apt install -y < /etc/packages || true",
  "nice apt install -y jq",
  "time apt update || true",
  "timeout 20 apt install -y jq",
  "ls /var/cache/apt/archives > /seen",
  "ls /var/cache/apt/archives/*.deb > /seen || true",
  "find /var/cache/apt -type f > /seen",
  "ls -l /proc/self/exe > /dev/null; apt install -y jq > /log; sed -i '/^Get\\|^Fetched/d' /log",
  "apt --color install -y jq || true",
  "apt install -y jq | head -1 > /seen",
  "yes | apt install curl",
  "apt install curl < /dev/null",
  "apt install curl || echo refused > /refused",
  "apt install -y jq && echo -n apt > /x",
];
const before = [
  "COPY --chmod=755 odd.sh /usr/local/bin/apt",
  "RUN rm -f /etc/apt/apt.conf.d/docker-clean",
  "RUN echo 'Binary::apt::APT::Keep-Downloaded-Packages \"1\";' > /etc/apt/apt.conf.d/z",
  'RUN echo \'Binary::apt::APT::Install-Recommends "0"; binary::apt-get::APT::Keep-Downloaded-Packages "0";\' > /etc/apt/apt.conf.d/z',
  "RUN echo 'APT::Get::Assume-Yes \"1\";' > /etc/apt/apt.conf.d/z",
  "RUN echo 'Binary::apt { DPkg::Post-Invoke { \"echo by-apt >> /by\"; }; };' > /etc/apt/apt.conf.d/z",
  "RUN echo 'DPkg::Pre-Invoke { \"ps > /dev/null; cat /proc/$PPID/comm > /comm\"; };' > /etc/apt/apt.conf.d/z",
  "ENV APT_CONFIG=/etc/z\nRUN echo 'Binary::apt::quiet \"2\";' > /etc/z",
  "RUN ln -sf /usr/bin/apt /usr/local/bin/apt-get",
  "RUN ln -s /usr/bin/apt-get /usr/local/bin/apt",
  "RUN rm /usr/bin/apt-get",
  'ENV PACKAGES="curl jq"',
  "ENV PACKAGES=--no-install-recommends",
  "ARG PACKAGES=tree",
  "ENV PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
  "RUN echo 'Acquire::Retries \"3\";' > /etc/apt/apt.conf.d/z",
  "RUN printf 'Package: *\\nPin: release o=soak\\nPin-Priority: 600\\n' > /etc/apt/preferences.d/z",
];

export const grammar: Grammar = {
  rule: "build/apt-for-people",
  commands: true,
  write: (dice) => {
    const hostility = dice.pick([0, 1, 1, 2]);
    const lines = [`FROM ${dice.pick([...baseNames.debian, ...baseNames.python, "team/base:1"])}`];
    let call = dice.pick(calls);
    const after: string[] = [];
    for (let at = 0; at < hostility; at++)
      dice.pick([
        () => lines.push(dice.chance(0.7) ? dice.pick(before) : setting(dice)),
        () => after.push(runForm(dice, dice.pick(hostile))),
        () =>
          (call = dice.pick([
            `${call} && ${dice.pick(hostile)}`,
            `${call}; ${dice.pick(hostile)}`,
            `${dice.pick(hostile)}; ${call}`,
          ])),
        () =>
          (call = dice.pick([
            `(${call}) > /log 2>&1`,
            `${call} > /dev/null`,
            `if ${call}; then echo yes > /yes; fi`,
            `${call} | cat`,
            `${call} &`,
            `{ ${call}; }`,
            `${call} || true`,
          ])),
      ])();
    if (dice.chance(0.3)) lines.push(harmless(dice));
    lines.push(dice.chance(0.75) ? `RUN ${call}` : runForm(dice, call), ...after);
    if (dice.chance(0.3)) call = command(dice);
    if (dice.chance(0.5)) lines.push(harmless(dice));
    if (dice.chance(0.5)) lines.push(usualStart(dice));
    return oneDockerfile(disguise(dice, `${lines.join("\n")}\n`), { ...files, ...settingFiles });
  },
};
