const [uid, home, runtime] = [1000, "/home/someone", "/run/someone"];

/** A user without privileges in a root of its own, with ids for what its containers run as. */
export const someone = {
  uid,
  home,
  /** Words before what it runs. */
  enter: ["setpriv", `--reuid=${uid}`, `--regid=${uid}`, "--clear-groups"],
  env: { HOME: home, XDG_RUNTIME_DIR: runtime, USER: "someone" },
  /** Of a machine. */
  prepare: `
echo someone:x:${uid}:${uid}::${home}:/bin/sh >> "$1/etc/passwd"
echo someone:x:${uid}: >> "$1/etc/group"
echo someone:100000:65536 > "$1/etc/subuid"
echo someone:100000:65536 > "$1/etc/subgid"
mkdir -p "$1${runtime}"
if test -e "$1/dev/net/tun"; then
  mknod -m 666 "$1/run/tun" c 10 200
  mount --bind "$1/run/tun" "$1/dev/net/tun"
fi
chown ${uid}:${uid} "$1${runtime}" "$1${home}"`,
} as const;
