import { spawn } from "node:child_process";

/** ffmpeg as the inside of a tag: it reports the WeChat codes that its own behaviour justifies. */
export class Ffmpeg {
  /**
   * @param {string[]} args
   * @param {{connected: number[], media: number[], refused: number, lost: number}} codes after the start, with the first media, when it ended
   *   before any media, and when it ended afterwards
   * @param {{state: (code: number) => void, net: (info: object) => void, print: (phase: string, fields?: object) => void}} events
   */
  constructor(args, codes, events) {
    this.running = true;
    this._stopped = false;
    let media = false;
    let info = null;
    let errors = "";
    // Reports come oftener than bindnetstatus, so that each has a fresh one.
    this._process = spawn("ffmpeg", ["-nostdin", "-hide_banner", "-v", "error", "-stats_period", "0.5", "-progress", "pipe:1", ...args],
      { stdio: ["ignore", "pipe", "pipe"] });
    events.print("start", { pid: this._process.pid, args });
    // The page must have returned from its own call before its handlers run.
    setTimeout(() => codes.connected.forEach((code) => this._alive() && events.state(code)), 0);
    this._process.stdout.on("data", (chunk) => {
      const report = Object.fromEntries(chunk.toString().split("\n").map((line) => line.split("=").map((part) => part.trim())));
      const frames = Number(report.frame) || 0;
      info = {
        // ffmpeg tells one rate for both tracks.
        videoBitrate: Math.round(parseFloat(report.bitrate)) || 0, audioBitrate: 0, videoFPS: Math.round(parseFloat(report.fps)) || 0,
        videoGOP: 0, netSpeed: Math.round(parseFloat(report.bitrate)) || 0, netJitter: 0,
      };
      // A run that ends reports once more; only what was written before counts.
      if (media || !this._alive() || !(frames > 0 || Number(report.out_time_us) > 0)) return;
      media = true;
      events.print("media");
      codes.media.forEach((code) => this._alive() && events.state(code));
    });
    this._process.stderr.on("data", (chunk) => {
      errors = (errors + chunk).slice(-2000);
    });
    const status = setInterval(() => info && this._alive() && events.net(info), 2000);
    this._process.on("error", (error) => {
      this.running = false;
      clearInterval(status);
      events.print("exit", { error: error.message });
    });
    this._process.on("exit", (code, signal) => {
      clearInterval(status);
      this.running = false;
      events.print("exit", { code, signal, media, stopped: this._stopped, errors: errors.trim() });
      // A pushed file that came to its end is a phone put away, not a failure; for a player every end is one.
      if (!this._stopped && !(code === 0 && codes.lost === -1307)) events.state(media ? codes.lost : codes.refused);
    });
  }

  /** For the end of the whole program: nothing of it may go on. */
  kill() {
    this._process.kill("SIGKILL");
  }

  /** Nothing of it goes on until it is thawed. */
  freeze() {
    if (this.running) this._process.kill("SIGSTOP");
  }

  thaw() {
    if (this.running) this._process.kill("SIGCONT");
  }

  stop() {
    if (this._stopped || !this.running) return;
    this._stopped = true;
    // No longer the tag's: another may start while this one writes its last bytes.
    this.running = false;
    this._process.kill("SIGINT");
    setTimeout(() => this._process.kill("SIGKILL"), 3000).unref();
  }

  _alive() {
    return this.running && !this._stopped;
  }
}
