import type { Dice } from "../dice.ts";

/** Instructions as most Dockerfiles have them, that build in every base of the soak. */
const instructions: readonly ((dice: Dice) => string)[] = [
  () => "WORKDIR /app",
  () => "WORKDIR /srv/app",
  (dice) =>
    `ENV ${dice.pick(["NODE_ENV=production", "PORT=8080", "LANG=C.UTF-8", "PYTHONUNBUFFERED=1", "A=1 B=2", "PATH=/app/bin:$PATH", "TZ=UTC", "DEBIAN_FRONTEND=noninteractive"])}`,
  (dice) => `ARG ${dice.pick(["VERSION=1.0", "UID=1000", "X", "DEBIAN_FRONTEND=noninteractive"])}`,
  (dice) => `LABEL ${dice.pick(['version="1.0"', "org.opencontainers.image.title=app", 'a=b c="d e"'])}`,
  (dice) => `EXPOSE ${dice.pick(["8080", "80/tcp 443", "53/udp"])}`,
  (dice) => `VOLUME ${dice.pick(["/data", '["/data", "/logs"]'])}`,
  (dice) => `STOPSIGNAL ${dice.pick(["SIGTERM", "9"])}`,
  (dice) => `USER ${dice.pick(["1000", "root", "1000:1000", "nobody"])}`,
  (dice) =>
    `COPY ${dice.pick(["app.py /app/", "app.py requirements.txt /srv/", ". /src/", "--chown=1000:1000 app.py /srv/app.py", "--chmod=755 start.sh /usr/local/bin/"])}`,
  () => "COPY <<EOF /etc/app.conf\nkey=value\nEOF",
  () => "ADD app.py /srv/",
  (dice) => `RUN ${command(dice)}`,
  (dice) => `RUN ${command(dice)} && ${command(dice)}`,
  (dice) => `RUN ${command(dice)} \\\n && ${command(dice)}`,
  (dice) => `RUN set -eux; ${command(dice)}; ${command(dice)}`,
  () => "# a comment",
  () => "",
];

const atPlaces: readonly ((place: string) => string)[] = [
  (place) => `mkdir ${place}`,
  (place) => `mkdir -p ${place}`,
  (place) => `mkdir -p /srv/x ${place}`,
  (place) => `mkdir -m 700 -p ${place}`,
  (place) => `chown 1000 ${place}`,
  (place) => `chown -R 1000:1000 ${place}`,
  (place) => `chown root ${place}/*`,
  (place) => `chmod 755 ${place}`,
  (place) => `chmod -R a+rX ${place}`,
  (place) => `chgrp 0 ${place}`,
  (place) => `touch ${place}`,
  (place) => `touch ${place}/x`,
  (place) => `ln -s ${place} /made-link`,
  (place) => `ln -s /srv ${place}/to-srv`,
  (place) => `ln ${place}/* /srv`,
  (place) => `rm -rf ${place}`,
  (place) => `rm -rf ${place}/*`,
  (place) => `rm -f ${place}/*`,
  (place) => `rm ${place}`,
  (place) => `rm ${place}/*`,
  (place) => `rm -r ${place}/* /srv`,
  (place) => `rmdir ${place}`,
  (place) => `echo x > ${place}`,
  (place) => `echo x > ${place}/x`,
  (place) => `echo ${place}/*`,
  (place) => `echo ${place}/* > /seen`,
  (place) => `printf '%s' ${place}/* > /seen`,
  (place) => `printf x >> ${place}/x`,
  (place) => `cp -r ${place} /copied`,
  (place) => `cp /etc/passwd ${place}`,
  (place) => `cp /etc/passwd ${place}/`,
  (place) => `mv ${place} /moved`,
  (place) => `mv /etc/motd ${place}`,
  (place) => `sed -i 's/x/y/' ${place}/*`,
  (place) => `cat ${place}/* > /seen`,
  (place) => `ls ${place}`,
  (place) => `ls ${place} > /seen`,
  (place) => `test -d ${place}`,
  (place) => `test ! -e ${place}`,
  (place) => `[ -f ${place} ]`,
  (place) => `[ -d ${place} ] && touch /yes || touch /no`,
  (place) => `useradd -m -d ${place} -u 1235 keeper`,
  (place) => `useradd -M -d ${place} -u 1235 keeper && ls ~keeper > /seen`,
  (place) => `useradd -m -k ${place} -u 1236 keeper`,
  (place) => `adduser --disabled-password --home ${place} --gecos x keeper || adduser -D -h ${place} keeper`,
  (place) => `groupadd -R ${place} x`,
  (place) => `find ${place} -type f > /seen`,
  (place) => `find ${place} -type f -exec touch /found {} +`,
  (place) => `cd ${place} && ls > /seen`,
  (place) => `cd ${place}; pwd > /seen`,
  (place) => `tar -cf /seen.tar ${place} && rm /seen.tar`,
  (place) => `install -d ${place}`,
  (place) => `export D=${place}; ls $D > /seen`,
  (place) => `for f in ${place}/*; do touch "/srv/\${f##*/}"; done`,
  (place) => `env -C ${place} ls > /seen`,
  (place) => `true ${place}/* && touch /srv/$_`,
  (place) => `: \${X:=${place}/*}; echo $X > /seen`,
  (place) => `ldconfig ${place}`,
  (place) => `update-alternatives --install /usr/bin/x x ${place} 1`,
  (place) => `truncate -s 0 ${place}/x`,
  (place) => `tee ${place}/x < /etc/passwd`,
];

const commands: readonly ((place: string) => string)[] = [
  (place) => `mkdir -p ${place}`,
  (place) => `mkdir -p ${place} && chown 1000 ${place}`,
  (place) => `mkdir -p ${place} && chmod 755 ${place}`,
  (place) => `mkdir -p ${place} && touch ${place}/x`,
  (place) => `ln -s ${place} /link-of-it`,
  (place) => `mkdir -p ${place} && chown -R 1000:1000 ${place}`,
  (place) => `echo ${place} > /etc/motd`,
  () => "echo 'root:x:0:0' >> /etc/notes",
  () => "useradd -m -u 1234 worker || adduser -D -u 1234 worker",
  () => "useradd --system --no-create-home --uid 900 svc || true",
  () => "groupadd -r workers || addgroup workers",
  () => "rm -rf /tmp/* /var/tmp/*",
  () => "rm -f /etc/motd",
  () => "sed -i 's/a/b/' /etc/passwd",
  () => "cp /etc/passwd /etc/passwd.old",
  () => "mv /etc/passwd /etc/passwd.1 && cp /etc/passwd.1 /etc/passwd",
  () => "chmod u+s /bin/sleep || true",
  () => "cat /etc/passwd",
  () => "id",
  () => "uname -m",
  () => "true",
  () => "test -d /etc",
  () => "[ -f /etc/passwd ]",
  () => "export A=1",
  () => "printf 'x\\n' > /etc/x",
  () => "tar -cf /dev/null /etc/passwd",
  () => "date > /dev/null",
  () => "sleep 0",
  () => "env > /dev/null",
  () => "grep root /etc/passwd",
  () => "ls /",
  () => "cd /tmp && pwd",
  () => "find /tmp -type f -delete",
];

export const files = {
  "app.py": "import os\nprint(sorted(os.environ.items()), os.getcwd())\n",
  "requirements.txt": "flask==1.0\n",
  "start.sh": "#!/bin/sh\necho started\n",
} as const;

const places = [
  "/srv/data",
  "/app",
  "/opt/app/bin",
  "/var/lib/app",
  "/var/cache/app",
  "/home/app",
  "/data",
  "/run/app",
] as const;

/** A command of most Dockerfiles, at one of their places. */
export function command(dice: Dice): string {
  return dice.pick(commands)(dice.pick(places));
}

/** The same commands at a place of somebody's choice. */
export function commandAt(dice: Dice, place: string): string {
  return dice.pick(atPlaces)(place);
}

export function harmless(dice: Dice): string {
  return dice.pick(instructions)(dice);
}
