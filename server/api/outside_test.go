package api

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"strings"
	"testing"

	"bidroom/evaluation/rule"
)

// Whatever stands in a table, it is read or refused, and a refusal never says
// what stands in a cell.
func FuzzPanelTable(f *testing.F) {
	f.Add("正选", "1", "王喆", "11010519491231002X", "13800000000", "A080104;A080107", "=1+1")
	f.Add("Substitute", "席位九", "\x01", "3.3E+17", "电话机", "土建", "\"")
	f.Fuzz(func(t *testing.T, cells, seat, name, identity, phone, codes, employer string) {
		row := []string{cells, seat, name, identity, phone, codes, "330100", employer}
		var table bytes.Buffer
		w := csv.NewWriter(&table)
		if err := w.WriteAll([][]string{{"类别", "席位", "姓名", "身份证号", "手机号码", "专业代码", "所在地区", "工作单位"}, row, row}); err != nil {
			t.Fatal(err)
		}
		for _, lang := range []string{"zh-CN", "en"} {
			file, err := readPanelTable("名单.csv", table.Bytes(), lang)
			if err == nil {
				if len(file.Seats)+len(file.Substitutes) > 2 {
					t.Errorf("two rows gave %+v", file)
				}
				continue
			}
			var refusal *rule.Refusal
			if !errors.As(err, &refusal) {
				t.Fatalf("a fault: %v", err)
			}
			said := fmt.Sprint(refusal.Reasons)
			for _, cell := range row {
				if len([]rune(cell)) > 12 && strings.Contains(said, cell) {
					t.Errorf("%q is said in %s", cell, said)
				}
			}
		}
	})
}
