/// The lists about persons, schools and places, one code a line.
extension CodeList {
    static let sex = CodeList(
        """
        1 男 | male
        2 女 | female
        0 未知 | unknown
        9 未说明 | not stated
        """
    )

    static let stage = CodeList(
        """
        P 学前 | preschool
        X 小学 | primary
        C 初中 | junior
        G 普通高中 | senior
        Z 中职 | vocational
        D 高等 | higher
        N 未入学/离校 | not at school
        """
    )

    static let grade = CodeList(
        """
        PG1 小班 | preschool 1
        PG2 中班 | preschool 2
        PG3 大班 | preschool 3
        G1 一年级 | grade 1
        G2 二年级 | grade 2
        G3 三年级 | grade 3
        G4 四年级 | grade 4
        G5 五年级 | grade 5
        G6 六年级 | grade 6
        G7 七年级/初一 | grade 7
        G8 八年级/初二 | grade 8
        G9 九年级/初三 | grade 9
        G10 高一 | grade 10
        G11 高二 | grade 11
        G12 高三 | grade 12
        Z1 中职一年级 | vocational 1
        Z2 中职二年级 | vocational 2
        Z3 中职三年级 | vocational 3
        """
    )

    static let document = CodeList(
        """
        1 居民身份证 | identity card
        6 香港特区护照/身份证明 | Hong Kong passport
        7 澳门特区护照/身份证明 | Macao passport
        8 台湾居民来往大陆通行证 | Taiwan travel permit
        9 境外永久居住证 | permanent residence abroad
        A 护照 | passport
        Z 其他 | other
        """
    )

    static let relation = CodeList(
        """
        01 本人/户主 | head
        02 配偶 | spouse
        10 子 | son
        20 女 | daughter
        30 孙子/女 | grandchild
        40 父母 | parent
        50 祖父母/外祖父母 | grandparent
        60 兄弟姐妹 | sibling
        70 其他亲属 | other relative
        80 非亲属监护人 | guardian
        90 福利机构 | institution
        """
    )

    static let role = CodeList(
        """
        TEACHER 教师 | teacher
        HEADTEACHER 班主任 | class teacher
        SCHOOL_ADMIN 校长/资助专干 | school office
        TOWNSHIP_OP 中心校操作员 | township office
        COUNTY_REVIEWER 县审核员 | county reviewer
        COUNTY_ADMIN 县管理员 | county administrator
        AUDITOR 市级督查 | city auditor
        SECADMIN 安全审计员 | security auditor
        """
    )

    static let school = CodeList(
        """
        KG 幼儿园 | kindergarten
        PT 教学点 | teaching point
        VP 村小/完全小学 | village school
        CP 中心小学 | central primary school
        JM 初级中学 | junior school
        NY 九年一贯制 | nine-year school
        HS 高中 | senior school
        CM 完全中学 | junior and senior school
        VO 职教中心 | vocational centre
        SP 特教学校 | special school
        OUT 县外学校 | school elsewhere
        """
    )

    static let level = CodeList(
        """
        1 省 | province
        2 市 | city
        3 县 | county
        4 乡镇 | township
        5 村 | village
        6 村民小组 | group
        """
    )

    /// GB/T 3304.
    static let nation = CodeList(
        """
        01 汉族 | Han
        02 蒙古族 | Mongol
        03 回族 | Hui
        04 藏族 | Zang
        05 维吾尔族 | Uygur
        06 苗族 | Miao
        07 彝族 | Yi
        08 壮族 | Zhuang
        09 布依族 | Buyei
        10 朝鲜族 | Chosen
        11 满族 | Man
        12 侗族 | Dong
        13 瑶族 | Yao
        14 白族 | Bai
        15 土家族 | Tujia
        16 哈尼族 | Hani
        17 哈萨克族 | Kazak
        18 傣族 | Dai
        19 黎族 | Li
        20 傈僳族 | Lisu
        21 佤族 | Va
        22 畲族 | She
        23 高山族 | Gaoshan
        24 拉祜族 | Lahu
        25 水族 | Sui
        26 东乡族 | Dongxiang
        27 纳西族 | Naxi
        28 景颇族 | Jingpo
        29 柯尔克孜族 | Kirgiz
        30 土族 | Tu
        31 达斡尔族 | Daur
        32 仫佬族 | Mulao
        33 羌族 | Qiang
        34 布朗族 | Blang
        35 撒拉族 | Salar
        36 毛南族 | Maonan
        37 仡佬族 | Gelao
        38 锡伯族 | Xibe
        39 阿昌族 | Achang
        40 普米族 | Pumi
        41 塔吉克族 | Tajik
        42 怒族 | Nu
        43 乌孜别克族 | Uzbek
        44 俄罗斯族 | Russ
        45 鄂温克族 | Ewenki
        46 德昂族 | Deang
        47 保安族 | Bonan
        48 裕固族 | Yugur
        49 京族 | Gin
        50 塔塔尔族 | Tatar
        51 独龙族 | Derung
        52 鄂伦春族 | Oroqen
        53 赫哲族 | Hezhen
        54 门巴族 | Monba
        55 珞巴族 | Lhoba
        56 基诺族 | Jino
        """
    )
}
