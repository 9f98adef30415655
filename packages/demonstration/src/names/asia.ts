import { nameStock } from './nameStock.ts';

const russianFeminine = [[/(ov|ev|yev|in)$/, '$1a']] as const;

export const asia = {
  chinese: nameStock(
    'Bai Cai Cao Chen Cheng Cui Deng Ding Dong Du Fan Fang Feng Fu Gao Gong Gu Guo Han Hao He Hou Hu Huang Jia Jiang Jin Kong Lai Lei Li Liang Liao Lin Liu Long Lu Luo Ma Mao Meng Pan Peng Qian Qin Qiu Ren Shao Shen Shi Song Su Sun Tan Tang Tao Tian Wan Wang Wei Wu Xia Xiao Xie Xiong Xu Xue Yan Yang Yao Ye Yin Yu Yuan Zeng Zhang Zhao Zheng Zhong Zhou Zhu Zou',
    'Bolin Bowen Chengyu Dawei Fan Guangyao Haifeng Haoran Haoyu Hongbo Jiahao Jian Jianguo Jiayi Jun Junjie Kai Lei Lixin Mingyuan Peng Qiang Ruichen Shaohua Shiwei Tianyu Weiming Wenbo Xiangyu Xiaodong Xin Yichen Yifan Yong Yuanhao Yuchen Yuxuan Zemin Zhiwei Zihan Ziyang',
    'Aiping Chunhua Dan Fangfang Hui Jiaqi Jiaxin Jing Jingyi Lanlan Lihua Lijuan Lili Ling Meilin Mengyao Min Na Qian Qiuyue Ruoxi Shanshan Shiyu Siqi Tingting Wenjing Xiaohan Xiaoling Xinyi Xue Yajing Yan Yanmei Yaoyao Yi Yingying Yue Yuhan Yuting Yuxin Zhen Ziyi',
  ),
  cantonese: nameStock(
    'Au Chan Cheung Chiu Choi Chow Fong Fung Ho Hui Ip Kwan Kwok Lai Lam Lau Lee Leung Lo Mak Ng Poon Pang Siu Szeto Tang Tse Tsui Wong Yeung Yip Yuen',
    'Chi_Hang Chun_Kit Chun_Yin Hiu_Fung Ho_Yin Ka_Chun Ka_Ho Ka_Long Kin_Man Kwan_Lok Lok_Hei Man_Hin Pak_Ho Siu_Wai Tsz_Kin Wai_Lun Wing_Hong Yat_Long Yu_Hin',
    'Cheuk_Ying Hei_Man Hiu_Tung Hoi_Ching Ka_Yan Ka_Yi Lai_Kwan Mei_Ling Pui_Yan Sze_Wing Tsz_Ching Wai_Sum Wing_Ki Wing_Yan Yan_Tung Yee_Man Yuen_Ting',
  ),
  korean: nameStock(
    'Ahn Bae Baek Bang Byun Cha Cho Choi Chung Eom Gil Gong Ha Han Heo Hong Hwang Im Jang Jeon Jeong Ji Jin Joo Jung Kang Ki Kim Ko Kwon Lee Lim Ma Min Moon Na Nam Noh Oh Park Ryu Seo Shim Shin Son Song Sung Yang Yoo Yoon',
    'Byeong-ho Chan-woo Dae-hyun Dong-geun Dong-wook Eun-ho Gi-tae Gun-woo Gyu-min Ha-joon Hyeon-su Hyun-woo In-seok Jae-min Ji-hoon Ji-sung Jin-woo Jong-hyuk Jun-seo Kyung-soo Min-jae Min-kyu Sang-woo Seong-jun Seung-ho Si-woo Sung-min Tae-yang Woo-jin Ye-jun Yong-ho Young-jae',
    'Bo-ram Chae-won Da-eun Eun-bi Eun-ji Ga-eun Ha-neul Ha-yoon Hye-jin Hye-won Hyun-ju Ji-eun Ji-soo Ji-won Jin-ah Joo-hee Kyung-mi Mi-rae Min-ji Min-seo Na-ri Na-yeon Se-bin Seo-hyun Seo-yeon So-hee So-yul Soo-jin Su-bin Yeon-woo Yoo-jin Yu-na',
  ),
  japanese: nameStock(
    `Aoki Arai Asano Baba Chiba Endo Fujimoto Fujita Fukuda Goto Hamada Harada Hasegawa Hashimoto Hayashi Hirano Hoshino
     Iida Imai Inoue Ishii Ishikawa Iwasaki Kaneko Kato Kawai Kikuchi Kimura Kinoshita Kojima Kudo Maeda Maruyama Matsuda
     Matsui Miura Miyazaki Mizuno Morita Murakami Nagata Nakagawa Nakano Nishida Noguchi Nomura Ogawa Okada Ono Onishi Otsuka
     Saito Sakai Sakurai Sano Sasaki Shibata Shimizu Sugiyama Takagi Takeda Taniguchi Toda Tsuchiya Ueda Wada Yagi Yamada
     Yamaguchi Yamashita Yokoyama Yoshida`,
    'Akira Atsushi Daichi Daiki Genta Haruki Haruto Hayato Hiroki Hiroto Itsuki Jun Kaito Kazuki Keisuke Kenta Kento Koki Kosei Makoto Masato Naoki Ren Riku Ryo Ryota Ryusei Satoshi Shinya Sho Shota Shun Sora Sota Takeru Takumi Tatsuya Tomoya Tsubasa Yamato Yuki Yuma Yusuke Yuta Yuto',
    'Ai Airi Akane Aoi Arisa Asuka Aya Ayaka Chihiro Chinatsu Eri Hana Haruka Hikari Hinata Honoka Kaho Kana Kanako Kaori Karin Koharu Kurumi Mai Mana Mao Mei Miho Miku Mio Misaki Mizuki Moe Momoka Nana Natsumi Nozomi Rina Riko Rin Sakura Saki Sara Sayaka Shiori Sumire Tomoka Yua Yui Yuka Yuna Yuri',
  ),
  mongolian: nameStock(
    'Altangerel Amarsaikhan Batbayar Batbold Batsaikhan Bayarsaikhan Boldbaatar Chuluunbat Dashdorj Davaasuren Enkhbold Erdenebat Ganbaatar Ganzorig Gantulga Jargalsaikhan Khurelbaatar Lkhagvasuren Munkhbat Myagmar Narantuya Nyamdorj Otgonbayar Purevdorj Sukhbaatar Tsend Tsogtbaatar Tumurkhuyag',
    'Anand Ariunbold Batzorig Bilguun Dulguun Enkhtuya Erkhembayar Ganbold Gantumur Khulan Munkh-Erdene Narmandakh Otgonbaatar Sodbileg Temuulen Tsogt Tuguldur Uuganbayar',
    'Altantsetseg Anudari Ariunzaya Bolortuya Enkhjin Khongorzul Maralmaa Munkhzul Namuun Nomin Nomuun Otgontsetseg Sarantuya Solongo Tsetsegmaa Urantsetseg Uyanga',
  ),
  vietnamese: nameStock(
    'Bùi Cao Châu Đặng Đào Đinh Đỗ Đoàn Dương Hà Hồ Hoàng Huỳnh Lâm Lê Lương Lý Mai Ngô Nguyễn Phạm Phan Phùng Quách Tạ Thái Tô Trần Triệu Trịnh Trương Võ Vũ',
    'Anh_Tuấn Đình_Khôi Đức_Minh Duy_Khánh Gia_Bảo Hải_Đăng Hoàng_Long Hữu_Phước Minh_Quân Nhật_Nam Quang_Huy Quốc_Bảo Thanh_Tùng Thành_Đạt Trung_Kiên Tuấn_Kiệt Văn_Hùng Việt_Anh Xuân_Trường',
    'Ánh_Dương Bảo_Ngọc Bích_Phương Diệu_Linh Hồng_Nhung Khánh_Vy Kim_Oanh Lan_Anh Mai_Chi Minh_Thư Mỹ_Duyên Ngọc_Hà Phương_Thảo Quỳnh_Anh Thanh_Hương Thị_Hằng Thu_Trang Thùy_Dung Tuyết_Mai Yến_Nhi',
  ),
  thai: nameStock(
    'Boonmee Chaiyasit Chantarangsu Charoensuk Inthanon Jaidee Kaewkla Kanjanarat Khamchai Klinsuwan Kongsawat Limthong Manorom Nakprasert Panyarat Phromma Prasertsri Rattanakorn Saelim Sangthong Saengchan Siripong Sornchai Sukjai Suwannarat Thongdee Thongsuk Wattana Wongsakul Yodsan',
    'Anurak Arthit Chaiwat Chanathip Decha Kittiphong Kritsada Nattapong Niran Panupong Phanuwat Pongsakorn Prasit Rachata Sarawut Sittichai Somchai Surasak Tanawat Thanakorn Veerapol Wichai',
    'Achara Benjamas Chanida Duangjai Jiraporn Kanokwan Kanya Lalita Mayuree Nattaya Naruemon Orawan Patcharee Pimchanok Ploy Ratchanok Siriporn Sudarat Supansa Thanyarat Waraporn Wilawan',
  ),
  khmerLaoBurmese: nameStock(
    'Aung Bopha Chanthavong Chea Chhim Heng Hlaing Keo Khin Kyaw Lwin Meas Min Myint Naing Nhem Oo Phommachan Prak Sao Sengdara Sok Soe Souvanna Sovann Than Thein Thongsy Tun Vongsa Win Zaw',
    'Aung_Ko Bounmy Chanthou Dara Htet Khamla Kosal Kyaw_Zin Min_Thu Narith Phyo Piseth Rithy Samnang Sithu Sokha Somphou Thiha Vannak Ye_Lin Zin_Ko',
    'Aye_Mya Bopha Chanmony Chanthy Hnin Khin_Lay Lina Malis Noy Phonsy Rachana Sandar Sophea Soriya Sreymom Su_Su Thandar Theary Vilay Wai_Wai',
  ),
  malay: nameStock(
    'Abdullah Adiputra Anggoro Aziz Gunawan Hakim Halim Hardianto Haryanto Hassan Hidayat Ibrahim Irawan Ismail Kurniawan Kusuma Lestari Mahendra Mohamad Mulyono Mustafa Nasution Nugroho Othman Pradana Prakoso Pratama Purnomo Rahman Razak Saputra Setiawan Siregar Suharto Sutanto Syahputra Wibowo Wijaya Yusof Zainal',
    'Adi Agung Ahmad Aiman Andi Arif Bagus Bayu Dimas Eko Fajar Farhan Faris Firdaus Galih Haziq Hendra Ilham Irfan Khairul Luqman Muhammad Reza Rizki Syafiq Taufik Wahyu Yoga Zulkifli',
    'Aisyah Alya Amira Anisa Apriyani Ayu Citra Dewi Dian Dwi Eka Farah Fitri Hana Indah Intan Izzati Kartika Maya Nadia Nurul Putri Rahayu Ratna Rina Siti Sri Syazwani Tiara Windy Yuliana',
  ),
  filipino: nameStock(
    'Abad Alcantara Aquino Bautista Bonifacio Catacutan Cayabyab Dalisay Dimaculangan Dizon Enriquez Galang Gatdula Lacson Macaraeg Magbanua Magsaysay Manalo Mangubat Marasigan Ocampo Pangilinan Panganiban Quiambao Sumulong Tolentino Villanueva Yumul',
    'Angelo Arvin Bryan Carlo Christian Crisanto Dominic Emmanuel Enzo Gerald Ian Jayson Jericho Jerome John_Paul Joshua Kenneth Lawrence Mark_Anthony Nico Paolo Rafael Ramil Renz Rommel Vincent',
    'Aira Alyssa Angelica Bea Bernadette Camille Clarisse Diana Erika Faith Grace Hazel Jasmine Jessa Joy Kaye Kristine Lea_Mae Maricel Mary_Ann Nicole Precious Rhea Rose_Ann Sheila Trisha',
  ),
  indian: nameStock(
    `Acharya Agarwal Bairagi Bhandari Bhosale Chandran Chaudhary Chopra Dasgupta Deshmukh Dhillon Dubey Ganguly Gill Goswami
     Hegde Iyer Jadhav Joshi Kadam Kamath Kapoor Khatri Kulkarni Lakhani Malhotra Mehra Menon Mishra Nair Naidu Pandey Patil
     Pillai Poudel Rathore Rawat Sandhu Saxena Shetty Shrestha Sodhi Subramaniam Tamang Thapa Thakur Tiwari Trivedi Varghese Yadav`,
    'Aarav Abhinav Aditya Ajay Akash Amit Anil Arjun Ashok Bharat Deepak Dhruv Gaurav Harish Ishaan Jatin Karan Kiran Manish Mohit Naveen Nikhil Nitin Pranav Prakash Rahul Rajesh Ravi Rohit Sagar Sandeep Sanjay Siddharth Suresh Tarun Varun Vijay Vikram Vivek Yash',
    'Aditi Akshita Ananya Anjali Anushka Asha Avani Bhavna Deepika Devika Diya Gayatri Isha Jyoti Kavya Kirti Lakshmi Madhuri Manisha Meera Nandini Neha Nisha Pooja Prachi Priya Radhika Rashmi Ritika Sakshi Sangeeta Shreya Simran Sneha Sonal Swati Tanvi Usha Vaishali Vidya',
  ),
  sinhala: nameStock(
    'Abeysekera Amarasinghe Bandara Dissanayake Ekanayake Fonseka Gunasekara Gunawardena Herath Jayasuriya Jayawardena Karunaratne Kumarasiri Liyanage Mendis Pathirana Perera Premaratne Rajapaksha Ranasinghe Samarakoon Seneviratne Silva Weerasinghe Wickramasinghe',
    'Ashan Chaminda Chathura Dilshan Gayan Hasitha Isuru Janith Kasun Lahiru Malinda Nuwan Pasindu Ruwan Sachith Sanjeewa Tharindu Upul Yasith',
    'Amaya Anusha Chamari Dilhani Dilini Gayani Hansika Imesha Kaushalya Madhavi Nadeesha Nethmi Nimali Rashmi Sanduni Shashika Tharushi Udeshika',
  ),
  southAsianMuslim: nameStock(
    'Afridi Ahmed Akhtar Alam Ali Anwar Aslam Awan Bajwa Bhatti Butt Chowdhury Dar Farooqi Ghani Hashmi Hossain Iqbal Islam Javed Kabir Karim Khan Khattak Mahmood Malik Mirza Mondal Niazi Qureshi Rahman Raza Saleem Sarker Shah Sheikh Siddiqui Tariq Uddin Yousuf Zaman',
    'Abdul Adnan Ahsan Arif Arshad Asif Bilal Fahad Faisal Hamza Haris Imran Junaid Kamran Mahbub Mehedi Naseem Nasir Omar Rashid Rizwan Saad Salman Shakil Shoaib Sohail Tamim Tanvir Usman Waqas Yasir Zeeshan Zubair',
    'Aisha Amina Anam Ayesha Bushra Fariha Fatima Hafsa Hina Iqra Jahanara Kainat Khadija Lubna Maryam Mehreen Nadia Nasrin Nida Rabia Sadia Saima Salma Samina Sana Shabnam Sharmin Sidra Sumaiya Tasnim Zainab Zara',
  ),
  persian: nameStock(
    'Abbasi Ahmadi Akbari Alizadeh Amiri Asadi Azizi Bagheri Bahrami Ebrahimi Emami Eskandari Farhadi Ghaderi Ghasemi Habibi Hamidi Heidari Hosseini Jafari Jalali Karimi Kazemi Khalili Maleki Mohammadi Moradi Mousavi Naderi Noori Parsa Rahimi Rahmani Rezaei Rostami Sadeghi Safari Salehi Sharifi Soltani Tabrizi Taheri Yousefi Zamani',
    'Alireza Amir Aref Arash Armin Arman Behnam Behzad Danial Ehsan Erfan Farhad Hamid Hossein Iman Javad Kaveh Keyvan Mahdi Majid Masoud Mehran Milad Mohsen Morteza Navid Omid Pouria Reza Saeid Saman Sina Soheil Vahid Yaghoub',
    'Atefeh Azadeh Bahar Elham Elnaz Fatemeh Forough Ghazal Golnoosh Hanieh Kimia Laleh Leila Mahsa Mahtab Maryam Mina Mobina Nahid Narges Nasim Negar Niloufar Parisa Parvaneh Raha Roya Sahar Samira Sara Setareh Shadi Shirin Tara Yasaman Zahra',
  ),
  arabic: nameStock(
    `Abbas Abdallah Abdelaziz Abu_Zaid Al-Ahmadi Al-Amiri Al-Balushi Al-Dosari Al-Enezi Al-Farsi Al-Ghamdi Al-Habsi
     Al-Hammadi Al-Harbi Al-Jaber Al-Kaabi Al-Khalifa Al-Mansoori Al-Mazrouei Al-Mutairi Al-Najjar Al-Otaibi Al-Qahtani
     Al-Rashid Al-Sabah Al-Shammari Al-Tamimi Al-Yami Al-Zahrani Awad Badawi Barakat Darwish El-Sayed Fahmy Farouk Gaber
     Hamdan Hassanein Ibrahim Jaber Kassem Khalil Mahfouz Mansour Mostafa Nasser Qasim Ramadan Rashwan Saad Saleh Shaheen
     Soliman Taha Zaki`,
    'Abdullah Abdulrahman Adel Ahmed Ali Amr Anas Ayman Bader Bassam Fahad Faisal Fares Hamad Hani Hassan Hazem Hussein Ibrahim Issa Jassim Karim Khaled Mahmoud Majed Mazen Mohamed Mohannad Nabil Nasser Omar Osama Rami Saif Salem Salman Sami Sultan Tarek Walid Yahya Yasser Youssef Ziad',
    'Aisha Amal Amani Amira Aya Basma Dalal Dana Dina Eman Farah Fatima Ghada Habiba Hala Hana Haya Heba Huda Jana Joud Khadija Lama Latifa Layla Lina Lujain Maha Malak Mariam Maya Menna Mona Nada Nadine Noor Nour Rana Rania Raghad Reem Sahar Salma Sara Shahd Shaima Yara Yasmin Zeina',
  ),
  hebrew: nameStock(
    'Abramson Alon Amsalem Avrahami Azoulay Bar-Lev Barak Ben-Ami Ben-Shimon Biton Carmeli Dahan Dayan Elbaz Eliyahu Feldman Gabay Golan Hadad Harel Katzir Levin Malka Mizrachi Nahum Nir Ofer Ohayon Peretz Regev Rosenblum Sagi Segal Shalev Shapira Sharabi Shoham Tal Vaknin Yarden Zohar',
    'Adi Alon Amit Ariel Asaf Aviv Barak Ben Dan Dor Eitan Elad Gal Gil Guy Ido Idan Itai Lior Matan Nadav Nimrod Noam Omer Omri Ori Oz Ran Ron Roi Shai Tal Tomer Uri Yair Yonatan Yuval Ziv',
    'Adva Agam Alma Anat Avigail Ayala Carmel Dana Daniella Eden Efrat Einat Gal Hadar Hila Inbar Karin Keren Liat Lihi Linoy Maayan Maya Michal Moran Naama Noa Noga Ofir Orly Rotem Roni Shahar Shaked Shani Shira Sivan Tamar Yael Yarden',
  ),
  turkish: nameStock(
    'Acar Akgün Aksoy Altıntaş Arslan Aydın Bayraktar Bozkurt Bulut Çakır Çelik Çetin Coşkun Demirci Doğan Duman Erdem Ergün Gökçe Gündüz Güneş Kaplan Karaca Karataş Keskin Kılıç Koçak Korkmaz Kurt Öztürk Özkan Polat Sarı Şahin Şimşek Taşkın Tekin Toprak Tunç Turan Uçar Uysal Yalçın Yavuz Yıldız',
    'Ahmet Ali Alper Arda Barış Batuhan Berk Burak Can Cem Deniz Doğukan Efe Emir Emre Enes Eren Fatih Furkan Gökhan Hakan Halil Hasan Kaan Kerem Mehmet Mert Murat Mustafa Oğuz Onur Ozan Ömer Serkan Sinan Taner Tolga Umut Volkan Yasin Yiğit Yusuf',
    'Aleyna Aslı Aylin Ayşe Azra Banu Begüm Beyza Buse Büşra Ceren Çağla Damla Defne Derya Dilara Duygu Ebru Ece Ecrin Elif Esra Ezgi Fatma Gamze Gizem Gülşah Hande Hatice İrem Kübra Melis Merve Naz Nehir Nur Özge Pelin Pınar Seda Selin Sena Simge Sude Tuğba Yasemin Zehra Zeynep',
  ),
  centralAsian: nameStock(
    `Abdullayev Abdurakhmonov Akhmedov Aliyev Amanov Ashirov Atayev Baimuratov Bekov Berdiyev Dauletov Ergashev Gafurov
     Ibragimov Ismailov Kadyrov Karimov Kasymov Khasanov Kurbanov Mamedov Mirzoev Muratov Nazarov Niyazov Nurlanov Orazov
     Ospanov Rakhimov Rashidov Safarov Saidov Sarsenbayev Satybaldiyev Sultanov Tashkentov Tolegenov Tursunov Umarov Usmanov
     Yergaliyev Yuldashev Zhumabayev Zokirov`,
    'Abbos Adilet Aidar Aibek Akmal Alisher Arsen Askar Azamat Bakhtiyor Bekzat Daniyar Dilshod Doston Erlan Farrukh Islam Jasur Kairat Maksat Mansur Mirlan Murod Nurbek Nursultan Odiljon Rustam Sanzhar Sardor Shakhzod Sherzod Talgat Temirlan Timur Ulugbek Yerbol Zafar',
    'Aidana Aigerim Aizhan Akbota Aliya Altynai Anora Aruzhan Asel Ayana Barchinoy Bermet Dilfuza Dilnoza Dinara Elnura Feruza Gulnara Gulshan Jamila Kamila Karlygash Kunduz Laylo Madina Malika Meerim Nargiza Nazgul Nigora Nilufar Sabina Saule Sevara Shahnoza Zarina Zhanna Zulfiya',
    russianFeminine,
  ),
  azeri: nameStock(
    'Abbasov Abdullayev Agayev Asgarov Babayev Bayramov Gasimov Guliyev Hajiyev Hasanov Heydarov Huseynov Ibrahimov Isayev Ismayilov Jafarov Karimov Mammadov Mehdiyev Mirzayev Mustafayev Nabiyev Novruzov Orujov Pashayev Rustamov Salimov Suleymanov Valiyev Zeynalov',
    'Afgan Anar Araz Elchin Elnur Elvin Emin Farid Hidayat Ilham Javid Kamran Kanan Murad Nijat Orkhan Parviz Rafig Ramin Rashad Ruslan Samir Sanan Tural Vugar Vusal Zaur',
    'Aygun Aysel Ayten Fidan Gunay Gunel Ilaha Irada Jala Kamala Konul Lala Leyla Nargiz Narmin Nigar Parvin Sabina Samira Sevda Sevinj Shabnam Turan Ulviyya Zahra',
    russianFeminine,
  ),
  armenian: nameStock(
    'Abgaryan Adamyan Aghajanyan Asatryan Avetisyan Baghdasaryan Chakhoyan Danielyan Davtyan Galoyan Gasparyan Gevorgyan Ghazaryan Grigoryan Hakobyan Harutyunyan Hovsepyan Karapetyan Khachatryan Manukyan Margaryan Martirosyan Minasyan Mkrtchyan Nersisyan Petrosyan Sahakyan Sargsyan Stepanyan Tadevosyan Tovmasyan Vardanyan Yeghiazaryan Zakaryan',
    'Aram Aren Arman Armen Arsen Artak Ashot Davit Erik Gagik Garik Gor Hayk Hovhannes Hrayr Karen Levon Mher Narek Norayr Rafael Samvel Sevak Suren Tigran Vahan Vardan Vazgen',
    'Ani Anahit Anush Arevik Arpi Astghik Gayane Hasmik Hripsime Lena Lilit Lusine Mane Marianna Mariam Milena Nane Narine Nazeli Sona Syuzanna Tatev Varduhi Yeva Zara',
  ),
  georgian: nameStock(
    'Abashidze Arveladze Basilashvili Beridze Chikhladze Chkheidze Dolidze Gelashvili Giorgadze Gogoladze Iashvili Japaridze Kapanadze Kavtaradze Kharaishvili Kobiashvili Kvaratskhava Lomidze Maisuradze Mchedlidze Meladze Metreveli Natsvlishvili Papava Revishvili Shengelia Tabatadze Tsiklauri Tskhadadze Tvauri Zarandia',
    'Aleko Avtandil Beka Dato Gela Giga Giorgi Guram Irakli Kakha Lasha Levan Luka Merab Mikheil Nika Otar Rezo Saba Sandro Shota Tornike Vakhtang Vano Zaza Zurab',
    'Ana Eka Elene Eliso Eteri Irina Keti Khatia Lana Lela Lia Maka Manana Mariam Nana Natia Nino Nutsa Salome Sopho Tamar Tamta Tekla Teona Tinatin',
  ),
} as const;
