// Command foreign-verify verifies bundle folders with golang.org/x/mod/sumdb, which shares no code with aims.
//
// For each folder it checks the signed checkpoint, rebuilds the tree from the entries, compares every tile, and checks
// the proofs below proofs/. It knows nothing of records; that is left to aims-verify.
package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// The height of tiles: 256 hashes each.
const height = 8

func main() {
	code := 0
	for _, folder := range os.Args[1:] {
		summary, err := verify(folder)
		if err != nil {
			fmt.Printf("%s: FAULT %v\n", folder, err)
			code = 1
			continue
		}
		fmt.Printf("%s: OK %s\n", folder, summary)
	}
	os.Exit(code)
}

// A checkpoint: how many entries, and which root.
type checkpoint struct {
	size int64
	root tlog.Hash
}

// The hashes of the rebuilt tree, in the order of tlog.
type storage []tlog.Hash

func (s storage) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		if index < 0 || index >= int64(len(s)) {
			return nil, fmt.Errorf("hash %d is not there", index)
		}
		hashes[i] = s[index]
	}
	return hashes, nil
}

func verify(folder string) (string, error) {
	keys, err := verifiers(filepath.Join(folder, "vkeys"))
	if err != nil {
		return "", err
	}
	signed, err := os.ReadFile(filepath.Join(folder, "checkpoint"))
	if err != nil {
		return "", err
	}
	head, err := open(signed, keys)
	if err != nil {
		return "", err
	}
	tree, leaves, err := rebuild(folder, head.size)
	if err != nil {
		return "", err
	}
	root := tlog.Hash(sha256.Sum256(nil))
	if head.size > 0 {
		if root, err = tlog.TreeHash(head.size, tree); err != nil {
			return "", err
		}
	}
	if root != head.root {
		return "", fmt.Errorf("the entries give the root %v, signed is %v", root, head.root)
	}
	tiles, err := compareTiles(folder, head.size, tree)
	if err != nil {
		return "", err
	}
	inclusion, err := checkInclusions(folder, keys, head, tree, leaves)
	if err != nil {
		return "", err
	}
	consistency, err := checkConsistencies(folder, head, tree)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%d entries, %d tiles, %d inclusion proofs, %d consistency proofs", head.size, tiles, inclusion, consistency), nil
}

func verifiers(path string) (note.Verifiers, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var list []note.Verifier
	for _, line := range strings.Fields(string(text)) {
		key, err := note.NewVerifier(line)
		if err != nil {
			return nil, err
		}
		list = append(list, key)
	}
	return note.VerifierList(list...), nil
}

func open(signed []byte, keys note.Verifiers) (checkpoint, error) {
	opened, err := note.Open(signed, keys)
	if err != nil {
		return checkpoint{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != opened.Sigs[0].Name {
		return checkpoint{}, fmt.Errorf("the checkpoint has not three lines or another origin than its key")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return checkpoint{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return checkpoint{size, root}, err
}

// The path of a tile or of a block of entries below tile/.
func path(kind string, index int64, width int) string {
	name := fmt.Sprintf("%03d", index%1000)
	for rest := index / 1000; rest > 0; rest /= 1000 {
		name = fmt.Sprintf("x%03d/%s", rest%1000, name)
	}
	if width < 1<<height {
		name += fmt.Sprintf(".p/%d", width)
	}
	return filepath.Join("tile", kind, filepath.FromSlash(name))
}

func rebuild(folder string, size int64) (storage, []tlog.Hash, error) {
	var tree storage
	var leaves []tlog.Hash
	for first := int64(0); first < size; first += 1 << height {
		width := size - first
		if width > 1<<height {
			width = 1 << height
		}
		block, err := os.ReadFile(filepath.Join(folder, path("entries", first>>height, int(width))))
		if err != nil {
			return nil, nil, err
		}
		for i := int64(0); i < width; i++ {
			if len(block) < 2 || len(block)-2 < int(binary.BigEndian.Uint16(block)) {
				return nil, nil, fmt.Errorf("entry %d is cut off", first+i)
			}
			length := int(binary.BigEndian.Uint16(block))
			entry := block[2 : 2+length]
			block = block[2+length:]
			hashes, err := tlog.StoredHashes(first+i, entry, tree)
			if err != nil {
				return nil, nil, err
			}
			tree = append(tree, hashes...)
			leaves = append(leaves, tlog.RecordHash(entry))
		}
		if len(block) > 0 {
			return nil, nil, fmt.Errorf("there is more after entry %d", first+width-1)
		}
	}
	return tree, leaves, nil
}

func compareTiles(folder string, size int64, tree storage) (int, error) {
	count := 0
	var tiles []tlog.Tile
	for level, n := 0, size; n > 0; level, n = level+1, n>>height {
		for index := int64(0); index < n>>height; index++ {
			tiles = append(tiles, tlog.Tile{H: height, L: level, N: index, W: 1 << height})
		}
		if width := int(n & (1<<height - 1)); width > 0 {
			tiles = append(tiles, tlog.Tile{H: height, L: level, N: n >> height, W: width})
		}
	}
	for _, tile := range tiles {
		ours, err := tlog.ReadTileData(tile, tree)
		if err != nil {
			return count, err
		}
		name := path(strconv.Itoa(tile.L), tile.N, tile.W)
		stored, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			return count, err
		}
		if !bytes.Equal(ours, stored) {
			return count, fmt.Errorf("%s is not the tile that the entries give", name)
		}
		count++
	}
	return count, nil
}

func checkInclusions(folder string, keys note.Verifiers, head checkpoint, tree storage, leaves []tlog.Hash) (int, error) {
	files, err := filepath.Glob(filepath.Join(folder, "proofs", "*.tlog-proof"))
	if err != nil {
		return 0, err
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return 0, err
		}
		parts := strings.SplitN(string(text), "\n\n", 2)
		lines := strings.Split(parts[0], "\n")
		if len(parts) != 2 || len(lines) < 2 || lines[0] != "c2sp.org/tlog-proof@v1" {
			return 0, fmt.Errorf("%s is not a proof", file)
		}
		place, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
		if err != nil || place < 0 || place >= int64(len(leaves)) {
			return 0, fmt.Errorf("%s has no place in the ledger", file)
		}
		proof, err := parseHashes(lines[2:])
		if err != nil {
			return 0, err
		}
		claimed, err := open([]byte(parts[1]), keys)
		if err != nil {
			return 0, fmt.Errorf("%s: %v", file, err)
		}
		if err := tlog.CheckRecord(proof, claimed.size, claimed.root, place, leaves[place]); err != nil {
			return 0, fmt.Errorf("%s: %v", file, err)
		}
		ours, err := tlog.ProveRecord(head.size, place, tree)
		if err != nil || fmt.Sprint(ours) != fmt.Sprint(tlog.RecordProof(proof)) {
			return 0, fmt.Errorf("%s is not the proof that this verifier makes (%v)", file, err)
		}
	}
	return len(files), nil
}

func checkConsistencies(folder string, head checkpoint, tree storage) (int, error) {
	files, err := filepath.Glob(filepath.Join(folder, "proofs", "consistency-*.json"))
	if err != nil {
		return 0, err
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return 0, err
		}
		var it struct {
			Old     int64    `json:"old"`
			OldRoot string   `json:"old_root"`
			New     int64    `json:"new"`
			NewRoot string   `json:"new_root"`
			Proof   []string `json:"proof"`
		}
		if err := json.Unmarshal(text, &it); err != nil {
			return 0, fmt.Errorf("%s: %v", file, err)
		}
		proof, err := parseHashes(it.Proof)
		if err != nil {
			return 0, fmt.Errorf("%s: %v", file, err)
		}
		roots, err := parseHashes([]string{it.OldRoot, it.NewRoot})
		if err != nil || it.New != head.size || roots[1] != head.root {
			return 0, fmt.Errorf("%s does not lead to the checkpoint (%v)", file, err)
		}
		if err := tlog.CheckTree(proof, it.New, roots[1], it.Old, roots[0]); err != nil {
			return 0, fmt.Errorf("%s: %v", file, err)
		}
	}
	return len(files), nil
}

func parseHashes(lines []string) ([]tlog.Hash, error) {
	var hashes []tlog.Hash
	for _, line := range lines {
		raw, err := base64.StdEncoding.DecodeString(line)
		if err != nil || len(raw) != tlog.HashSize {
			return nil, fmt.Errorf("%q is not a hash", line)
		}
		var hash tlog.Hash
		copy(hash[:], raw)
		hashes = append(hashes, hash)
	}
	return hashes, nil
}
