const { wordsFor } = require("./words/words.js");

App({
  globalData: { appID: 0, server: "", userID: "", userName: "", roomID: "", token: "" },

  onLaunch() {
    const { language } = wx.getSystemInfoSync ? wx.getSystemInfoSync() : { language: "zh_CN" };
    this.words = wordsFor(language);
    // The last input; the token is not kept: it is a key to the room.
    const kept = (wx.getStorageSync && wx.getStorageSync("parley-call")) || {};
    Object.assign(this.globalData, kept);
  },

  keep(values) {
    Object.assign(this.globalData, values);
    const { token, ...kept } = this.globalData;
    if (wx.setStorageSync) wx.setStorageSync("parley-call", kept);
  },
});
