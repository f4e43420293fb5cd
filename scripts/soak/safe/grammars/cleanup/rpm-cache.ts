import { baseNames } from "../../engine/base-images.ts";
import { leftoverCase } from "../../pieces/leftover-case.ts";
import type { Grammar } from "../../soak-case.ts";

const real = [
  "dnf install -y jq",
  "dnf -y install curl tree",
  "dnf install -y tomcat && curl --version || true",
  "yum install -y jq",
  "yum -y install tree && echo installed",
  "dnf -q -y install zip",
  "set -eux; dnf install -y jq; jq",
  "dnf makecache && dnf install -y curl",
  "dnf upgrade -y && dnf install -y curl",
  "dnf install -y --setopt=install_weak_deps=False jq",
  "dnf install -y --nodocs jq && dnf clean metadata",
  "dnf update -y",
  "dnf install -y jq \\\n && echo done",
  "dnf install -y jq && rm -rf /var/cache/dnf/packages",
  "dnf --setopt=keepcache=1 install -y jq",
  "dnf install -y --setopt=cachedir=/srv/cache jq",
  "dnf install -y jq; true",
  "dnf makecache",
];
const minimal = [
  "microdnf install -y jq",
  "microdnf -y install curl && curl",
  "microdnf update -y && microdnf install -y jq",
];
const suse = [
  "zypper -n in jq",
  "zypper --non-interactive install curl tree",
  "zypper ref && zypper -n in jq",
  "zypper -n in jq && rm -rf /tmp/x",
];

export const grammar: Grammar = {
  rule: "cleanup/rpm-cache",
  commands: true,
  standIns: ["dnf 5", "microdnf", "zypper"],
  write: (dice) => {
    const kind = dice.pick(["dnf", "dnf", "dnf", "dnf5", "microdnf", "zypper"] as const);
    const [bases, installs, cache] = {
      dnf: [baseNames.dnf, real, "/var/cache/dnf"],
      dnf5: [["fedora:42", "fedora:43"], real, "/var/cache/libdnf5"],
      microdnf: [["almalinux:9-minimal"], minimal, "/var/cache/yum"],
      zypper: [["opensuse/leap:15.6"], suse, "/var/cache/zypp"],
    }[kind] as [readonly string[], readonly string[], string];
    const manager = kind === "dnf5" ? "dnf" : kind;
    return leftoverCase(dice, {
      bases,
      installs,
      paths: [cache, cache, "/var/cache", `${cache}/base*`, "/var/cache/dnf/base.solv", "/var/log/dnf.log"],
      consumers: [
        `${manager} install -y tree`,
        `${manager} -y install tree`,
        `${manager} -C install -y tree`,
        `${manager} clean all`,
        `${manager} search tree > /seen`,
        `${manager} list tree > /seen`,
        `${manager} --cacheonly -y install tree || true`,
        `${manager} makecache`,
        `${manager} repoquery tree > /seen`,
        "rpm -qa > /seen || true",
        "rm -r /var/cache/dnf/*",
        "rm -r /var/cache/libdnf5/*",
        `${manager} remove -y jq || true`,
        `${manager} -y upgrade`,
      ],
    });
  },
};
