// Makes room tokens for a Parley server, in the GCM form. Go 1.18 or newer, the standard library alone.
//
// Copy MakeRoomToken into your project. By hand: PARLEY_SECRET=… go run roomtoken.go <appID> <userID> <seconds> [roomID]
package main

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"time"
)

// Rights of a token. The zero value is good for any room and any stream.
type Rights struct {
	RoomID    string
	ViewOnly  bool
	StreamIDs []string
}

// MakeRoomToken makes a token that is good for so many seconds. The secret is the app's ServerSecret, 32 characters; it stays on your server.
func MakeRoomToken(appID uint32, secret, userID string, seconds int64, rights Rights) (string, error) {
	if len(secret) != 32 {
		return "", errors.New("the secret has 32 characters")
	}
	publish := 1
	if rights.ViewOnly {
		publish = 0
	}
	payload, err := json.Marshal(map[string]any{
		"room_id": rights.RoomID, "privilege": map[string]int{"1": 1, "2": publish}, "stream_id_list": rights.StreamIDs,
	})
	if err != nil {
		return "", err
	}
	random := make([]byte, 16)
	if _, err := rand.Read(random); err != nil {
		return "", err
	}
	now := time.Now().Unix()
	expire := now + seconds
	content, err := json.Marshal(map[string]any{
		"app_id": appID, "user_id": userID, "nonce": int32(binary.BigEndian.Uint32(random[12:]) >> 1), "ctime": now, "expire": expire, "payload": string(payload),
	})
	if err != nil {
		return "", err
	}
	block, err := aes.NewCipher([]byte(secret))
	if err != nil {
		return "", err
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		return "", err
	}
	nonce := random[:12]
	sealed := gcm.Seal(nil, nonce, content, nil)
	packed := binary.BigEndian.AppendUint64(nil, uint64(expire))
	packed = binary.BigEndian.AppendUint16(packed, uint16(len(nonce)))
	packed = append(packed, nonce...)
	packed = binary.BigEndian.AppendUint16(packed, uint16(len(sealed)))
	packed = append(append(packed, sealed...), 1)
	return "04" + base64.StdEncoding.EncodeToString(packed), nil
}

func main() {
	if len(os.Args) < 4 {
		fmt.Fprintln(os.Stderr, "go run roomtoken.go <appID> <userID> <seconds> [roomID]")
		os.Exit(2)
	}
	appID, _ := strconv.ParseUint(os.Args[1], 10, 32)
	seconds, _ := strconv.ParseInt(os.Args[3], 10, 64)
	rights := Rights{}
	if len(os.Args) > 4 {
		rights.RoomID = os.Args[4]
	}
	token, err := MakeRoomToken(uint32(appID), os.Getenv("PARLEY_SECRET"), os.Args[2], seconds, rights)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(token)
}
