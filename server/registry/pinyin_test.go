//catalogue:data names to be searched for

package registry

import "testing"

// What is typed finds a name in characters, in part; as it is read, in full or
// by initials; with every reading that its characters have.
func TestMatch(t *testing.T) {
	for _, tt := range []struct {
		name, typed string
		want        bool
	}{
		{"张伟强", "张伟", true}, {"张伟强", "伟强", true}, {"张伟强", "張偉", true}, {"张伟强", "张强", false}, {"张伟强", " 张 伟 ", true},
		{"张伟强", "zhangwei", true}, {"张伟强", "ZhangWei", true}, {"张伟强", "Zhāng Wěi", true}, {"张伟强", "zhang'wei", true}, {"张伟强", "zhangweiq", true},
		{"张伟强", "weiqiang", true}, {"张伟强", "hangwei", false}, {"张伟强", "zhangqiang", false}, {"张伟强", "zhanweiqiang", false},
		{"张伟强", "zw", true}, {"张伟强", "zwq", true}, {"张伟强", "wq", true}, {"张伟强", "zq", false}, {"张伟强", "zwqx", false}, {"张伟强", "zhwq", false},
		{"吕布", "lvbu", true}, {"吕布", "lǚ", true}, {"吕布", "lü", true}, {"西安", "xian", true}, {"先生", "xian", true}, {"先生", "xians", true},
		{"单雄信", "shan", true}, {"单雄信", "dan", true}, {"解晓东", "xie", true}, {"曾国藩", "zeng", true}, {"仇英", "qiu", true}, {"查良镛", "zhaliang", true},
		{"查良镛", "zly", true}, {"朴树", "piao", true}, {"盖叫天", "ge", true}, {"区大任", "ou", true}, {"任长霞", "renchang", true}, {"任长霞", "renzhang", true},
		{"覃辉", "qin", true}, {"覃辉", "tan", true}, {"尉迟恭", "yuchi", true}, {"万俟卨", "moqi", true}, {"乐嘉", "yue", true}, {"乐嘉", "lj", true}, {"员半千", "yun", true},
		{"JOHNSMITH", "smith", true}, {"JOHNSMITH", "js", false}, {"张3伟", "zhangwei", false}, {"张伟", "张w", false}, {"张伟", "", true}, {"𠮷田", "tian", true}, {"张伟", "%", true},
	} {
		if got := newMatch(tt.typed).finds(tt.name); got != tt.want {
			t.Errorf("%q finds %s: %v", tt.typed, tt.name, got)
		}
	}
}

// A list stands in the order in which its surnames are read.
func TestSpelled(t *testing.T) {
	for name, want := range map[string]string{"张伟": "zhang wei", "单雄信": "shan xiong xin", "解晓东": "xie xiao dong", "曾国藩": "zeng guo fan", "仇英": "qiu ying", "查良镛": "zha liang yong",
		"尉迟恭": "yu chi gong", "万俟卨": "mo qi xie", "尉健行": "wei jian xing", "单": "shan", "": "", "J": "J", "吕布": "lv bu", "朴": "piao", "任长霞": "ren zhang xia"} {
		if got := Spelled(name); got != want {
			t.Errorf("%s is spelled %q, want %q", name, got, want)
		}
	}
}

func TestReadings(t *testing.T) {
	if got, want := Readings("重庆、A给水"), "zhong/chong/tong qing gei/ji shui"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
