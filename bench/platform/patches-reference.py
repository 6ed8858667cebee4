"""What python-apt and the published rule say of a Debian or Ubuntu root, sharing nothing with our own reader.

usage: /usr/bin/python3 bench/platform/patches-reference.py ROOT   (needs python3-apt)
Prints JSON: pending security updates ("name arch installed fixed"), and days from the oldest security entry of the
changelog between two versions to the upgrade that dpkg.log holds.
"""
import datetime, email.utils, gzip, glob, json, math, os, re, sys
import apt_pkg

root = os.path.abspath(sys.argv[1])
apt_pkg.init_config()
apt_pkg.config.set("Dir", root)
apt_pkg.config.set("Dir::State::status", root + "/var/lib/dpkg/status")
apt_pkg.config.set("Dir::Cache", "")
apt_pkg.config.set("Dir::Cache::pkgcache", "")
apt_pkg.config.set("Dir::Cache::srcpkgcache", "")
with open(root + "/var/lib/dpkg/status") as f:
    first = re.search(r"^Architecture: (?!all)(\S+)", f.read(), re.M)
apt_pkg.config.set("APT::Architecture", first[1] if first else "amd64")
apt_pkg.init_system()

pending = []
cache = apt_pkg.Cache(None)
for package in cache.packages:
    now = package.current_ver
    if now is None:
        continue
    best = None
    for version in package.version_list:
        from_security = any("security" in (f.filename or "") for f, _ in version.file_list)
        if from_security and apt_pkg.version_compare(version.ver_str, now.ver_str) > 0:
            if best is None or apt_pkg.version_compare(version.ver_str, best.ver_str) > 0:
                best = version
    if best is not None:
        pending.append(f"{package.name} {now.arch} {now.ver_str} {best.ver_str}")


def entries(name):
    for file in ("changelog.Debian.gz", "changelog.gz"):
        path = f"{root}/usr/share/doc/{name}/{file}"
        if os.path.exists(path):
            text = gzip.open(path, "rt", errors="replace").read()
            for block in re.split(r"^(?=\S+ \([^)\s]+\) )", text, flags=re.M):
                head = re.match(r"\S+ \(([^)\s]+)\) ([^;]+);", block)
                date = re.search(r"^ -- .*>\s{1,3}(.+)$", block, re.M)
                if head and date and (re.search("security", head[2], re.I) or re.search(r"\bCVE-\d{4}-\d{4,}\b", block)):
                    yield head[1], email.utils.parsedate_to_datetime(date[1])
            return


days = []
for log in sorted(glob.glob(root + "/var/log/dpkg.log*")):
    for line in open(log, errors="replace"):
        m = re.match(r"(\S+ \S+) upgrade (\S+) (\S+) (\S+)$", line)
        if not m:
            continue
        at = datetime.datetime.fromisoformat(m[1]).replace(tzinfo=datetime.timezone.utc)
        name = m[2].split(":")[0]
        dates = [d for v, d in entries(name) if apt_pkg.version_compare(v, m[3]) > 0 and apt_pkg.version_compare(v, m[4]) <= 0]
        if dates:
            days.append(round(max(0.0, (at - min(dates)).total_seconds() / 86400), 1))
days.sort()
rank = lambda share: days[math.ceil(share * len(days)) - 1] if days else None
print(json.dumps({"pending": sorted(pending), "withFix": len(days), "median": rank(0.5), "p90": rank(0.9)}, indent=1))
