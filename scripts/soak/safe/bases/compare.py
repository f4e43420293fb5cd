# Compares two file systems, /before and /after, and prints [path, what differs] as JSON: type, mode, owner, size, content, link, device, links to one file, extended attributes. No times.
import hashlib, json, os, re, stat, sys


def scan(root):
    entries, inodes = {}, {}
    stack = [root]
    while stack:
        folder = stack.pop()
        for entry in os.scandir(folder):
            path = entry.path[len(root):]
            status = entry.stat(follow_symlinks=False)
            entries[path] = status
            if stat.S_ISDIR(status.st_mode):
                stack.append(entry.path)
            elif status.st_nlink > 1:
                inodes.setdefault((status.st_dev, status.st_ino), []).append(path)
    groups = {path: tuple(sorted(paths)) for paths in inodes.values() if len(paths) > 1 for path in paths}
    return entries, groups


def attributes(path):
    try:
        return {name: os.getxattr(path, name, follow_symlinks=False) for name in os.listxattr(path, follow_symlinks=False) if not name.startswith("trusted.overlay.")}
    except OSError:
        return {}


# Times in logs, and those of sources in compiled Python, are the hour of a build and not what it did.
times = re.compile(rb"\d{4}-\d\d-\d\d[ T]+\d\d:\d\d:\d\d")


def state(status):
    return status.st_size, status.st_mode, status.st_uid, status.st_gid, status.st_mtime_ns, status.st_ctime_ns


def content(path):
    with open(path, "rb") as file:
        if "/var/log/" in path:
            return times.sub(b"TIME", file.read())
        if path.endswith(".pyc"):
            file.seek(16)
        return hashlib.file_digest(file, "sha256").digest()


def differences(before, after):
    (a, links_a), (b, links_b) = scan(before), scan(after)
    for path in sorted(a.keys() | b.keys()):
        one, other = a.get(path), b.get(path)
        if one is None or other is None:
            yield path, "added" if one is None else "removed"
            continue
        if stat.S_IFMT(one.st_mode) != stat.S_IFMT(other.st_mode):
            yield path, "type"
            continue
        if links_a.get(path) != links_b.get(path):
            yield path, "hard links"
        # A file of a layer that both share has the times of that one file, to the nanosecond: nothing can have changed it since.
        if state(one) == state(other):
            continue
        if one.st_mode != other.st_mode:
            yield path, f"mode {one.st_mode:o} {other.st_mode:o}"
        if (one.st_uid, one.st_gid) != (other.st_uid, other.st_gid):
            yield path, f"owner {one.st_uid}:{one.st_gid} {other.st_uid}:{other.st_gid}"
        if one.st_rdev != other.st_rdev:
            yield path, "device"
        if attributes(before + path) != attributes(after + path):
            yield path, "attributes"
        if stat.S_ISLNK(one.st_mode) and os.readlink(before + path) != os.readlink(after + path):
            yield path, "target"
        if stat.S_ISREG(one.st_mode) and (one.st_size != other.st_size or content(before + path) != content(after + path)):
            yield path, "content"


json.dump(list(differences(*sys.argv[1:])), sys.stdout)
