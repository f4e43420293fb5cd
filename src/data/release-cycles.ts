export interface ReleaseCycle {
  readonly product: string;
  /** Number of version parts that identify a cycle: 2 for `3.8`, 1 for `22`. */
  readonly depth: 1 | 2;
  readonly source: string;
  /** Cycle -> last day with fixes, as precisely as published: a day, or a month. Oldest first. */
  readonly until: Readonly<Record<string, string>>;
  /** Code names in tags -> cycle. */
  readonly names?: Readonly<Record<string, string>>;
  /** Target of upgrades: the cycle with the longest support that most users already run. Absent: no fix is offered. */
  readonly moveTo?: string;
  /** Its images, where they are not those of Docker's library that have the key's name. */
  readonly images?: RegExp;
}

// A missing cycle is not judged. `until` contains only dates that the publisher has announced.
// prettier-ignore
export const lifecycles: Readonly<Record<string, ReleaseCycle>> = {
  python: {
    product: "Python",
    depth: 2,
    source: "Python Developer's Guide, Status of Python versions (PEP 373, 494, 537, 569, 596, 619, 664, 693, 719, 745)",
    until: {
      "2.7": "2020-01-01", "3.5": "2020-09-30", "3.6": "2021-12-23", "3.7": "2023-06-27", "3.8": "2024-10-07", "3.9": "2025-10-31",
      "3.10": "2026-10", "3.11": "2027-10", "3.12": "2028-10", "3.13": "2029-10", "3.14": "2030-10",
    },
    moveTo: "3.13",
  },
  node: {
    product: "Node.js",
    depth: 1,
    source: "Node.js Release Working Group, schedule.json",
    until: {
      "4": "2018-04-30", "6": "2019-04-30", "8": "2019-12-31", "9": "2018-06-30", "10": "2021-04-30", "11": "2019-06-01", "12": "2022-04-30",
      "13": "2020-06-01", "14": "2023-04-30", "15": "2021-06-01", "16": "2023-09-11", "17": "2022-06-01", "18": "2025-04-30", "19": "2023-06-01",
      "20": "2026-04-30", "21": "2024-06-01", "22": "2027-04-30", "23": "2025-06-01", "24": "2028-04-30", "25": "2026-06-01",
    },
    names: {
      argon: "4", boron: "6", carbon: "8", dubnium: "10", erbium: "12", fermium: "14", gallium: "16", hydrogen: "18", iron: "20", jod: "22", krypton: "24",
    },
    moveTo: "24",
  },
  debian: {
    product: "Debian",
    depth: 1,
    source: "Debian LTS and distro-info-data, debian.csv (end of LTS)",
    until: { "7": "2018-05-31", "8": "2020-06-30", "9": "2022-06-30", "10": "2024-06-30", "11": "2026-08-31", "12": "2028-06-30", "13": "2030-06-30" },
    names: { wheezy: "7", jessie: "8", stretch: "9", buster: "10", bullseye: "11", bookworm: "12", trixie: "13" },
    moveTo: "13",
  },
  ubuntu: {
    product: "Ubuntu",
    depth: 2,
    source: "Ubuntu release cycle and distro-info-data, ubuntu.csv (end of standard support)",
    until: {
      "12.04": "2017-04-28", "14.04": "2019-04-25", "16.04": "2021-04-30", "18.04": "2023-05-31", "20.04": "2025-05-29", "20.10": "2021-07-22", "21.04": "2022-01-20",
      "21.10": "2022-07-14", "22.04": "2027-06-01", "22.10": "2023-07-20", "23.04": "2024-01-25", "23.10": "2024-07-11", "24.04": "2029-05-31",
      "24.10": "2025-07-10", "25.04": "2026-01-15", "25.10": "2026-07-09", "26.04": "2031-05-29", "26.10": "2027-07-15",
    },
    names: {
      precise: "12.04", trusty: "14.04", xenial: "16.04", bionic: "18.04", focal: "20.04", groovy: "20.10", hirsute: "21.04", impish: "21.10", jammy: "22.04",
      kinetic: "22.10", lunar: "23.04", mantic: "23.10", noble: "24.04", oracular: "24.10", plucky: "25.04", questing: "25.10", resolute: "26.04",
    },
    moveTo: "24.04",
  },
  alpine: {
    product: "Alpine Linux",
    depth: 2,
    source: "alpinelinux.org/releases",
    until: {
      "3.9": "2020-11-01", "3.10": "2021-05-01", "3.11": "2021-11-01", "3.12": "2022-05-01", "3.13": "2022-11-01", "3.14": "2023-05-01", "3.15": "2023-11-01",
      "3.16": "2024-05-23", "3.17": "2024-11-22", "3.18": "2025-05-09", "3.19": "2025-11-01", "3.20": "2026-04-01", "3.21": "2026-11-01", "3.22": "2027-05-01",
      "3.23": "2027-11-01",
    },
    moveTo: "3.23",
  },
  golang: {
    product: "Go",
    depth: 2,
    source: "go.dev/doc/devel/release: a release is supported until there are two newer ones",
    until: {
      "1.8": "2018-02-16", "1.9": "2018-08-24", "1.10": "2019-02-25", "1.11": "2019-09-03", "1.12": "2020-02-25", "1.13": "2020-08-11", "1.14": "2021-02-16",
      "1.15": "2021-08-16", "1.16": "2022-03-15", "1.17": "2022-08-02", "1.18": "2023-02-01", "1.19": "2023-08-08", "1.20": "2024-02-06", "1.21": "2024-08-13",
      "1.22": "2025-02-11", "1.23": "2025-08-12", "1.24": "2026-02-11",
    },
  },
  ruby: {
    product: "Ruby",
    depth: 2,
    source: "ruby-lang.org, Ruby maintenance branches",
    until: {
      "2.4": "2020-03-31", "2.5": "2021-04-05", "2.6": "2022-04-12", "2.7": "2023-03-31", "3.0": "2024-04-23", "3.1": "2025-03-26", "3.2": "2026-04-01",
      "3.3": "2027-03-31", "3.4": "2028-03-31",
    },
    moveTo: "3.4",
  },
  php: {
    product: "PHP",
    depth: 2,
    source: "php.net, Supported Versions and Unsupported Branches",
    until: {
      "5.6": "2018-12-31", "7.0": "2019-01-10", "7.1": "2019-12-01", "7.2": "2020-11-30", "7.3": "2021-12-06", "7.4": "2022-11-28", "8.0": "2023-11-26",
      "8.1": "2025-12-31", "8.2": "2026-12-31", "8.3": "2027-12-31", "8.4": "2028-12-31",
    },
    moveTo: "8.4",
  },
  centos: {
    product: "CentOS",
    depth: 1,
    source: "centos.org, CentOS Linux EOL and CentOS Stream end of builds",
    until: { "5": "2017-03-31", "6": "2020-11-30", "7": "2024-06-30", "8": "2021-12-31", "Stream 8": "2024-05-31", "Stream 9": "2027-05-31" },
    names: { centos5: "5", centos6: "6", centos7: "7", centos8: "8", stream8: "Stream 8", stream9: "Stream 9" },
    images: /^(?:quay\.io\/centos\/)?centos$/,
  },
  dotnet: {
    product: ".NET",
    depth: 2,
    source: "dotnet.microsoft.com, .NET and .NET Core Support Policy",
    until: {
      "1.0": "2019-06-27", "1.1": "2019-06-27", "2.0": "2018-10-01", "2.1": "2021-08-21", "2.2": "2019-12-23", "3.0": "2020-03-03", "3.1": "2022-12-13",
      "5.0": "2022-05-10", "6.0": "2024-11-12", "7.0": "2024-05-14", "8.0": "2026-11-10", "9.0": "2026-11-10", "10.0": "2028-11-14",
    },
    images: /^(?:mcr\.microsoft\.com\/dotnet\/(?:core\/|nightly\/)?(?:sdk|aspnet|runtime|runtime-deps)|microsoft\/(?:dotnet|aspnetcore|aspnetcore-build))$/,
  },
};

/** `until` may be a month; the cycle has ended after that day or month. */
export function hasEnded(until: string, today: string): boolean {
  return today.slice(0, until.length) > until;
}

/** Whether it ended more than a year ago: vulnerabilities found since then are public. */
export function endedLongAgo(until: string, today: string): boolean {
  return hasEnded(until, `${Number(today.slice(0, 4)) - 1}${today.slice(4)}`);
}
