/** The relay alone: its benchmarks, and a process with it for load and comparison. */
package io.parley.bench.relay;
