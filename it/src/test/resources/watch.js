// Notes when a video element shows a new picture, when it can be heard, and when it waits. Times are the page's.
(() => {
  window.watch ??= (video) => {
    const notes = { pictures: [], sounds: [], waits: [], sources: 0 };
    const picture = (now) => {
      notes.pictures.push(now);
      video.requestVideoFrameCallback(picture);
    };
    video.requestVideoFrameCallback(picture);
    video.addEventListener("waiting", () => video.seeking || notes.waits.push(performance.now()));
    const context = new AudioContext();
    const samples = new Float32Array(1024);
    let captured = video.captureStream();
    let analyser = null;
    let heard = null;
    // Of another source of the element nothing is captured until it is asked again.
    let emptied = false;
    video.addEventListener("emptied", () => { emptied = true; });
    video.addEventListener("playing", () => {
      if (emptied) captured = video.captureStream();
      emptied = false;
    });
    setInterval(() => {
      const track = captured.getAudioTracks().find(({ readyState }) => readyState === "live");
      if (track && track.id !== heard) {
        heard = track.id;
        notes.sources++;
        analyser = context.createAnalyser();
        analyser.fftSize = 1024;
        context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
      }
      if (!analyser) return;
      analyser.getFloatTimeDomainData(samples);
      if (samples.some((sample) => Math.abs(sample) > 0.01)) notes.sounds.push(performance.now());
    }, 20);
    /** The longest time in milliseconds without one, since a moment and until now. */
    notes.longest = (times, since) => {
      const all = [since, ...times.filter((time) => time >= since), performance.now()];
      return Math.max(...all.slice(1).map((time, i) => time - all[i]));
    };
    return notes;
  };
})();
