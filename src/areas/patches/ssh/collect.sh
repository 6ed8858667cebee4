#!/bin/sh
# What Shopwarden reads of a server over SSH: this and nothing else. It writes no file, changes nothing and needs no rights
# beyond reading; run as root it can also look into the programs of others.
#
# To let a key do exactly this, put the script on the server (owned by root) and before the key in authorized_keys:
#   restrict,command="/usr/local/lib/shopwarden-collect.sh" ssh-ed25519 AAAA…
#
# It prints lines of words parted by tabs, then a line "tar" and a tar archive of package lists and logs.
set -u
PATH=/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
export PATH LC_ALL
cd / || exit 1

printf 'shopwarden-collect\t1\n'
printf 'kernel\t%s\n' "$(cat /proc/sys/kernel/osrelease 2>/dev/null)"
for file in boot/vmlinuz-*; do [ -e "$file" ] && printf 'kernel-file\t%s\n' "${file#boot/vmlinuz-}"; done
if [ -e run/reboot-required ] || [ -e var/run/reboot-required ]; then printf 'reboot-required\n'; fi

# Programs that run code whose file is gone (proc(5)): "(deleted)" lines of their memory maps.
for process in /proc/[0-9]*; do
  maps=$(grep -F ' (deleted)' "$process/maps" 2>/dev/null)
  case $? in
    0)
      printf 'process\t%s\t%s\n' "${process#/proc/}" "$(tr -cd '[:print:]' <"$process/comm" 2>/dev/null)"
      printf '%s\n' "$maps" | head -n 200 | sed 's/^/map\t/'
      ;;
    1) ;;
    *) [ -d "$process" ] && printf 'unread\t%s\n' "${process#/proc/}" ;;
  esac
done

# Programs past the package manager, by what their files say of themselves; none is run.
for file in usr/local/bin/* usr/local/sbin/* opt/*/bin/* opt/*/sbin/* root/.nvm/versions/node/*/bin/node; do
  case ${file##*/} in php | php-fpm | node | nginx | httpd) ;; *) continue ;; esac
  [ -f "$file" ] && [ -r "$file" ] || continue
  [ "$(head -c 4 "$file" | tail -c 3)" = ELF ] || continue
  tr -c '[:print:]' '\n' <"$file" |
    grep -E -o '(PHP|nginx|Apache)/[0-9]+\.[0-9]+\.[0-9]+|node-v[0-9]+\.[0-9]+\.[0-9]+(\.tar|-headers)' |
    sort -u | head -n 20 | while read -r text; do printf 'program\t/%s\t%s\n' "$file" "$text"; done
done

set --
for file in etc/os-release usr/lib/os-release etc/apt/apt.conf etc/apt/apt.conf.d/* \
  var/lib/dpkg/status var/lib/apt/lists/*Release var/lib/apt/lists/*security*_Packages* var/log/dpkg.log* \
  usr/share/doc/*/changelog.Debian.gz usr/share/doc/*/changelog.gz \
  lib/apk/db/installed usr/lib/apk/db/installed var/cache/apk/APKINDEX* \
  var/lib/rpm/rpmdb.sqlite* usr/lib/sysimage/rpm/rpmdb.sqlite* \
  var/cache/dnf/*/repodata/*updateinfo* var/cache/libdnf5/*/repodata/*updateinfo* var/cache/yum/*/repodata/*updateinfo* \
  etc/dnf/automatic.conf etc/systemd/system/timers.target.wants/dnf* usr/lib/systemd/system/dnf*automatic*.timer; do
  [ -r "$file" ] && set -- "$@" "$file"
done
printf 'tar\n'
[ $# -gt 0 ] && exec tar -cf - "$@" 2>/dev/null
