#!/bin/sh
# Makes a Payara that runs the EAR out of an unpacked distribution, with a domain "parley" of its own that the script for asadmin
# has prepared. Does nothing but copy the EAR where that has been done by the same script.
# The password of its administrator (admin) lies in admin-password, in the form that asadmin reads by --passwordfile.
# usage: build-server.sh <java> <directory with payara6> <PostgreSQL driver> <EAR> <script>
set -eu
java=$1
home=$(cd "$2" && pwd)
driver=$3
ear=$4
script=$5
# ports of this preparation alone, on which nobody else listens
base=${PARLEY_BUILD_PORTBASE:-41000}
unpacked=$(ls -d "$home"/payara? 2> /dev/null | head -n 1)
if [ -n "$unpacked" ]; then
  # the server lies in the directory itself, without its version
  rm -rf "$home/bin" "$home/glassfish" "$home/mq"
  mv "$unpacked"/* "$home"/
  rm -rf "$unpacked" "$home"/glassfish/domains/*
fi
cp "$ear" "$home/parley.ear"
domain=$home/glassfish/domains/parley
if cmp -s "$script" "$home/configured.asadmin" && [ -d "$domain" ] && [ -f "$home/admin-password" ]; then
  exit 0
fi
rm -rf "$domain" "$home/configured.asadmin"
# Who administers the domain could run anything as its user: no domain without a password, not even on this machine alone.
rm -f "$home/admin-password"
(umask 077 && printf 'AS_ADMIN_PASSWORD=%s\nAS_ADMIN_MASTERPASSWORD=changeit\n' "$(od -An -N 18 -tx1 /dev/urandom | tr -d ' \n')" > "$home/admin-password")
asadmin() {
  "$java" -jar "$home/glassfish/lib/client/appserver-cli.jar" --terse --interactive=false --user admin \
    --passwordfile "$home/admin-password" "$@" >> "$home/build.log" 2>&1
}
: > "$home/build.log"
trap 'asadmin stop-domain --force --kill parley || true; rm -rf "$domain"; cat "$home/build.log"' EXIT
asadmin create-domain --portbase "$base" parley
asadmin start-domain parley
asadmin --port $((base + 48)) add-library "$driver"
asadmin --port $((base + 48)) multimode --file "$script"
if grep -q "^Command .* failed" "$home/build.log"; then
  exit 1
fi
asadmin stop-domain parley
rm -rf "$domain/osgi-cache" "$domain"/logs/*
cp "$script" "$home/configured.asadmin"
trap - EXIT
