import type { Dice } from "../dice.ts";

/** Instructions after which later ones mean something else: shells, users, variables, folders, programs that are put in the way of others. */
const settings: readonly string[] = [
  ...[
    'SHELL ["/bin/bash", "-c"]',
    'SHELL ["/bin/bash", "-o", "pipefail", "-c"]',
    'SHELL ["/bin/bash", "-lc"]',
    'SHELL ["/bin/sh", "-ec"]',
    'SHELL ["/bin/bash", "-O", "nullglob", "-c"]',
    'SHELL ["/bin/bash", "-O", "failglob", "-c"]',
    'SHELL ["/bin/sh", "-fc"]',
    'SHELL ["/bin/busybox", "sh", "-c"]',
    'SHELL ["/usr/bin/env", "bash", "-c"]',
  ],
  ...[
    "ENV BASH_ENV=/etc/rc\nRUN echo 'shopt -s nullglob failglob' > /etc/rc",
    "ENV ENV=/etc/rc\nRUN echo 'set -f' > /etc/rc",
    "ENV LC_ALL=C",
    "ENV IFS=/",
    "ENV HOME=/srv",
    "ENV PATH=/opt/bin:$PATH\nCOPY --chmod=755 odd.sh /opt/bin/mkdir",
    "ENV PATH /usr/bin:/bin",
    "ENV SHELLOPTS=errexit",
    "ENV BASHOPTS=nullglob",
    "ENV GLOBIGNORE=*",
    "ENV POSIXLY_CORRECT=1",
    "ENV CDPATH=/var/lib:/var",
    "ENV TMPDIR=/var/tmp",
    "ENV LD_PRELOAD=",
    "ENV PWD=/nowhere",
  ],
  ...[
    "ENV PIP_CACHE_DIR=/var/cache/p",
    "ENV PIP_NO_CACHE_DIR=0",
    "ENV PIP_NO_CACHE_DIR=1",
    "ENV PIP_CONFIG_FILE=/dev/null",
    "ENV PIP_LOG=/var/log/pip.log",
    "ENV XDG_CACHE_HOME=/var/cache/x",
    "ENV PIP_NO_INDEX=0",
    "ENV PYTHONDONTWRITEBYTECODE=1",
    "ENV APT_CONFIG=/etc/apt/other.conf\nRUN echo 'APT::Keep \"1\";' > /etc/apt/other.conf || true",
    "ENV DNF_VAR_x=1",
  ],
  ...[
    "USER 1000",
    "USER nobody",
    "USER 0:0",
    "WORKDIR /var",
    "WORKDIR /root",
    "WORKDIR lists",
    "VOLUME /var/lib",
    "VOLUME /root",
    "VOLUME /var/cache",
    "ARG PATH=/usr/sbin:/usr/bin:/sbin:/bin",
    "ARG HOME=/tmp",
    "ARG BASH_ENV=/etc/passwd",
  ],
  ...[
    "COPY --chmod=755 odd.sh /usr/local/bin/chown",
    "COPY --chmod=755 odd.sh /usr/bin/useradd",
    "COPY --chmod=755 odd.sh /usr/local/sbin/apt-get",
    "COPY --chmod=755 odd.sh /usr/local/bin/rm",
    "COPY --chmod=755 odd.sh /bin/true",
    "RUN ln -sf bash /bin/sh",
    "RUN ln -sf busybox /bin/sh",
    "RUN echo 'alias ls=false' >> /root/.bashrc",
    'RUN echo \'ls /var/lib/apt/lists /var/cache > /profile-saw\' >> /etc/profile\nSHELL ["/bin/bash", "-lc"]',
    "RUN chmod 700 /root",
    "RUN umask 077",
  ],
  ...[
    "RUN mkdir -p /home/me && ln -s /var/lib/apt/lists /home/me/lists\nWORKDIR /home/me/lists",
    "RUN rm -rf /var/tmp && ln -s lib/apt/lists /var/tmp",
    "RUN ln -s /root/.cache /srv/cache",
    "RUN rmdir /srv && ln -s /var/cache /srv",
    "RUN mkdir /etc/apk || true; ln -s /var/cache/apk /etc/apk/cache || true",
    "RUN printf '[main]\\nkeepcache=1\\n' > /etc/dnf/dnf.conf || true",
    "RUN printf 'Dir::State::Lists \"/srv/l\";\\n' > /etc/apt/apt.conf.d/99x || true",
    "RUN rm -f /etc/apt/apt.conf.d/docker-clean",
  ],
];

export const settingFiles = {
  "odd.sh": "#!/bin/sh\nls /var/lib/apt/lists /var/cache/* /root/.cache > /odd-saw 2>&1\nexit 0\n",
} as const;

export function setting(dice: Dice): string {
  return dice.pick(settings);
}
