/**
 * The command that sends a test picture and a tone.
 * @param {string} url
 * @returns {string | null} null for a URL that does not belong between the quotes of a shell command: a link must not be able to put its
 *   own commands into what people copy
 */
export function ffmpegCommand(url) {
  if (!/^rtmps?:\/\/[\w.~:/?#[\]@&+,;=%-]+$/.test(url)) return null;
  return "ffmpeg -re -f lavfi -i testsrc2=size=640x360:rate=15 -f lavfi -i sine=frequency=440:sample_rate=44100 -c:v libx264 -preset veryfast " +
    `-tune zerolatency -profile:v baseline -pix_fmt yuv420p -g 30 -b:v 800k -c:a aac -b:a 48k -f flv "${url}"`;
}

/** @param {HTMLElement} source @returns {Promise<boolean>} */
export async function copyText(source) {
  try {
    await navigator.clipboard.writeText(source.textContent);
    return true;
  } catch {
    // Plain http on another host has no clipboard API; the selection works everywhere.
    getSelection().selectAllChildren(source);
    return document.execCommand("copy");
  }
}
