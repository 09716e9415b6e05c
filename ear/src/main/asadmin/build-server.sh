#!/bin/sh
# Makes a Payara or GlassFish that runs the EAR out of an unpacked distribution: a domain "parley" of its own, prepared by configure.asadmin.
# usage: build-server.sh <directory that holds payara6 or glassfish7> <PostgreSQL driver> <EAR> <script>
set -eu
home=$(cd "$1" && pwd)
driver=$2
ear=$3
script=$4
# Ports of this preparation alone, on which nobody else listens.
base=${PARLEY_BUILD_PORTBASE:-41000}
unpacked=$(ls -d "$home"/payara? "$home"/glassfish? 2>/dev/null | head -n 1)
if [ -n "$unpacked" ]; then
  # the server lies in the directory itself, without its version
  mv "$unpacked"/* "$home"/
  rm -rf "$unpacked" "$home"/glassfish/domains/*
fi
cp "$ear" "$home/parley.ear"
if [ -d "$home/glassfish/domains/parley" ]; then
  exit 0
fi
asadmin() {
  java -jar "$home/glassfish/lib/client/appserver-cli.jar" --terse --interactive=false "$@"
}
asadmin create-domain --portbase "$base" --nopassword=true parley > "$home/build.log" 2>&1
trap 'asadmin stop-domain --force --kill parley >> "$home/build.log" 2>&1 || true; rm -rf "$home/glassfish/domains/parley"; cat "$home/build.log"' EXIT
asadmin start-domain parley >> "$home/build.log" 2>&1
asadmin --port $((base + 48)) add-library "$driver" >> "$home/build.log" 2>&1
asadmin --port $((base + 48)) multimode --file "$script" >> "$home/build.log" 2>&1
asadmin stop-domain parley >> "$home/build.log" 2>&1
if grep -q "failed" "$home/build.log"; then
  exit 1
fi
rm -rf "$home"/glassfish/domains/parley/osgi-cache "$home"/glassfish/domains/parley/logs/*
trap - EXIT
