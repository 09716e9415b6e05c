const FIELDS = ["server", "appID", "userID", "userName", "roomID", "token"];
const NEEDED = ["server", "appID", "userID", "roomID", "token"];

// The first page: the server, the user and the room of a call.
Page({
  data: { words: {}, fields: [], values: {}, error: "" },

  onLoad(query = {}) {
    const app = getApp();
    const words = app.words;
    // A link or a scanned code may bring any of them.
    for (const name of FIELDS) if (query[name]) app.globalData[name] = decodeURIComponent(query[name]);
    const values = Object.fromEntries(FIELDS.map((name) => [name, String(app.globalData[name] || "")]));
    if (values.appID === "0") values.appID = "";
    this.setData({ words: plain(words), values, fields: FIELDS.map((name) => ({ name, label: words[name] })) });
  },

  bindInput(e) {
    this.setData({ [`values.${e.currentTarget.dataset.name}`]: e.detail.value.trim() });
  },

  open(e) {
    const { values } = this.data;
    const words = getApp().words;
    const missing = NEEDED.filter((name) => !values[name]);
    if (missing.length) {
      this.setData({ error: words.missing + missing.map((name) => words[name]).join(", ") });
      return;
    }
    getApp().keep({ ...values, appID: Number(values.appID) });
    this.setData({ error: "" });
    wx.navigateTo({ url: e.currentTarget.dataset.page === "ready" ? "/pages/ready/ready" : "/pages/call/call" });
  },
});

/** Page data holds no functions. */
function plain(words) {
  return Object.fromEntries(Object.entries(words).filter(([, value]) => typeof value === "string"));
}
